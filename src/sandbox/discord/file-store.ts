import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

const HEAD_BYTES = 16;

/** A file that lies in the sandbox's folder. */
export interface KeptFile {
  path: string;
  sizeBytes: number;
  /** The first bytes, enough to tell its type. */
  head: Buffer;
  /** It went on past the limit; what lies there is not whole. */
  tooLarge: boolean;
}

export interface FileStore {
  /** Streams a file to disk. Reads the source to its end even where it is over the limit. */
  keep(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<KeptFile>;
  drop(file: KeptFile): Promise<void>;
  /** Removes the folder with everything in it. */
  close(): Promise<void>;
}

export async function createFileStore(): Promise<FileStore> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-discord-'));
  let count = 0;

  return {
    async keep(source, maxBytes) {
      count += 1;
      const path = join(folder, String(count));
      const output = createWriteStream(path);
      const done = finished(output);
      // A failed write shows at the await below; without a handler until then it would count as unhandled.
      done.catch(() => undefined);
      let head = Buffer.alloc(0);
      let sizeBytes = 0;
      try {
        for await (const chunk of source) {
          sizeBytes += chunk.length;
          if (sizeBytes > maxBytes) continue;
          if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk]).subarray(0, HEAD_BYTES);
          if (!output.write(chunk)) await drained(output);
        }
      } finally {
        output.end();
      }
      await done;
      return { path, sizeBytes, head, tooLarge: sizeBytes > maxBytes };
    },
    drop: (file) => rm(file.path, { force: true }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function drained(output: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => () => {
      output.off('drain', onDrain);
      output.off('error', onError);
      then();
    };
    const onDrain = settle(resolve);
    const onError = settle(() => reject(new Error('The sandbox could not write a file')));
    output.once('drain', onDrain);
    output.once('error', onError);
  });
}

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { startDiscordSandbox } from '../../src/sandbox/discord/server.ts';
import { alternate, type Comparison } from './measure.ts';

const VIDEO_BYTES = 20_000_000;
const REPETITIONS = 3;
const BYTES_PER_MB = 1_000_000;
const CHILD = fileURLToPath(import.meta.resolve('./upload-child.ts'));

const run = promisify(execFile);
const reportSchema = z.object({ extraBytes: z.number() });

/** What posting a video adds to the memory of its process at the most, against holding the file in memory once. */
export async function compareUploadMemory(): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), 'clapper-bench-'));
  const discord = await startDiscordSandbox({ rateLimits: 'off' });
  try {
    const video = join(folder, 'video.mp4');
    await writeFile(video, randomBytes(VIDEO_BYTES));
    const channel = discord.addGuild().addChannel();
    const measure = async (mode: 'hold' | 'post') => {
      const args = ['--expose-gc', CHILD, mode, video, discord.apiUrl, discord.token, channel.id];
      const { stdout } = await run(process.execPath, args);
      return reportSchema.parse(JSON.parse(stdout)).extraBytes / BYTES_PER_MB;
    };
    const figures = await alternate(
      REPETITIONS,
      () => measure('hold'),
      () => measure('post'),
    );
    const [file] = channel.messages.at(-1)?.attachments ?? [];
    if (file?.size !== VIDEO_BYTES) throw new Error('the video did not arrive');
    return {
      name: 'memory for posting a 20 MB video',
      unit: 'MB',
      baseline: { name: 'the file held once', figures: figures.baseline },
      subject: { name: 'poster, peak', figures: figures.subject },
    };
  } finally {
    await discord.close();
    await rm(folder, { recursive: true });
  }
}

import { Agent, request } from 'undici';

const TIMEOUT_MS = 10_000;

/**
 * Fetches a small text file into memory, without authorization.
 * @throws Error when it does not come within ten seconds, is larger than `maxBytes`, or is not UTF-8
 */
export async function fetchText(url: string, maxBytes: number): Promise<string> {
  // One of its own: the process-wide one may belong to Node's own copy of undici, which is another version.
  const dispatcher = new Agent();
  try {
    return await readText(url, maxBytes, dispatcher);
  } finally {
    await dispatcher.destroy();
  }
}

async function readText(url: string, maxBytes: number, dispatcher: Agent): Promise<string> {
  const { statusCode, body } = await request(url, { dispatcher, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > maxBytes) throw new Error(`the file is larger than ${maxBytes} bytes`);
    chunks.push(part);
  }
  if (statusCode !== 200) throw new Error(`the file was answered with status ${statusCode}`);
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}

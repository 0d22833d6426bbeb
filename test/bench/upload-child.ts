import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createPoster } from '../../src/discord/poster.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { restClientsOf } from '../support/rest-clients.ts';

/**
 * Measures how far its memory rises at the most while it holds or posts a file. Linux only: the kernel keeps the peak, which
 * no sampling could miss.
 */
const [, , mode = '', video = '', apiUrl = '', token = '', channelId = ''] = process.argv;
const BYTES_PER_KIB = 1_024;
const RESET_PEAK = '5';

const statusBytes = (name: 'VmRSS' | 'VmHWM'): number => {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'));
  if (!found) throw new Error(`no ${name} in /proc/self/status`);
  return Number(found[1]) * BYTES_PER_KIB;
};

const poster = createPoster({ ...restClientsOf({ apiUrl, token }), clock: systemClock });
// The first request loads what all requests need.
await poster.postCard(channelId, { content: 'warm', embeds: [], components: [] }, `w${process.pid}`);

globalThis.gc?.();
writeFileSync('/proc/self/clear_refs', RESET_PEAK);
const before = statusBytes('VmRSS');
if (mode === 'hold') {
  const held = await readFile(video);
  if (held.length === 0) throw new Error('an empty file');
} else {
  await poster.postResult(
    channelId,
    { content: 'done', components: [], pings: [channelId] },
    {
      nonce: `v${process.pid}`,
      video: { path: video, fileName: 'video.mp4', altText: 'a video', spoiler: false },
    },
  );
}
process.stdout.write(JSON.stringify({ extraBytes: statusBytes('VmHWM') - before }));

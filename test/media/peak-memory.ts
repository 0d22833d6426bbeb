import { readFile } from 'node:fs/promises';
import { ImageError } from '../../src/media/image-error.ts';
import { normalizeImage } from '../../src/media/input-image.ts';

/** Run by itself: takes the picture at a path, or refuses it, and says how many megabytes the process had at the most. */
const [, , path = ''] = process.argv;
try {
  await normalizeImage(await readFile(path));
} catch (error) {
  if (!(error instanceof ImageError)) throw error;
}
// Not resourceUsage(): its peak begins with that of the process that started this one.
const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile('/proc/self/status', 'utf8')) ?? [];
process.stdout.write(String(Math.round(Number(kilobytes) / 1_000)));

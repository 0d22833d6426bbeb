import type { DiskSpace } from '../lib/disk-space.ts';
import type { Logger } from '../lib/logger.ts';

/** Logs it once when the disk gets nearly full, and once when there is room again, however many ask. */
export function watchedDisk(disk: DiskSpace, logger: Logger): DiskSpace {
  let wasLow = false;
  return {
    freeBytes: disk.freeBytes,
    isLow: async () => {
      const [isLow, freeBytes] = await Promise.all([disk.isLow(), disk.freeBytes()]);
      if (isLow && !wasLow)
        logger.error({ freeBytes }, 'the disk is nearly full: nothing is ordered or fetched');
      if (!isLow && wasLow) logger.info({ freeBytes }, 'there is room on the disk again');
      wasLow = isLow;
      return isLow;
    },
  };
}

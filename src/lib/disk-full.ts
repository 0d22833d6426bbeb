import { ExpectedError } from './errors.ts';

const CODE = 'disk-full';
/** As the system and SQLite say that there is no room, or no more of it for this user. */
const SYSTEM_CODES: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'];

/** What everybody is told while the disk is full. */
export const diskFullError = (cause?: unknown): ExpectedError =>
  new ExpectedError(
    CODE,
    'The bot’s disk is full, so this cannot be done now. Nothing was charged. Tell whoever runs the bot, then try again.',
    cause === undefined ? {} : { cause },
  );

/** Whether something failed for want of room on the disk, however deep the cause lies. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = Reflect.get(error, 'code');
  return code === CODE || SYSTEM_CODES.includes(code) || isDiskFull(error.cause);
}

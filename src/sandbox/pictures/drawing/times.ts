const SECOND = 1;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

const UNITS = [
  { name: 'year', seconds: YEAR },
  { name: 'month', seconds: MONTH },
  { name: 'day', seconds: DAY },
  { name: 'hour', seconds: HOUR },
  { name: 'minute', seconds: MINUTE },
  { name: 'second', seconds: SECOND },
] as const;

/** What Discord's clients make of `<t:seconds:style>` for readers in English and UTC. @param nowMs when they look */
export function timeText(atSeconds: number, style: string, nowMs: number): string {
  if (style === 'R') return relative(atSeconds - Math.round(nowMs / 1_000));
  const at = new Date(atSeconds * 1_000);
  const day = (weekday: boolean) =>
    at.toLocaleDateString('en-GB', {
      timeZone: 'UTC',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      ...(weekday ? { weekday: 'long' } : {}),
    });
  switch (style) {
    case 't':
      return clockTime(at.getTime());
    case 'T':
      return at.toLocaleTimeString('en-GB', { timeZone: 'UTC' });
    case 'd':
      return at.toLocaleDateString('en-GB', { timeZone: 'UTC' });
    case 'D':
      return day(false);
    case 'F':
      return `${day(true)} at ${clockTime(at.getTime())}`;
    default:
      return `${day(false)} at ${clockTime(at.getTime())}`;
  }
}

/** "14:05". */
export const clockTime = (atMs: number): string =>
  new Date(atMs).toLocaleTimeString('en-GB', { timeZone: 'UTC', hour: '2-digit', minute: '2-digit' });

function relative(seconds: number): string {
  if (seconds === 0) return 'now';
  const size = Math.abs(seconds);
  const unit = UNITS.find((one) => size >= one.seconds) ?? UNITS[UNITS.length - 1];
  return new Intl.RelativeTimeFormat('en').format(
    Math.sign(seconds) * Math.round(size / (unit?.seconds ?? 1)),
    unit?.name ?? 'second',
  );
}

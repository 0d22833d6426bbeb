const COMPACT_FROM = 100_000;

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const twoDecimals = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const oneDecimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** A number in few characters: "0.25", "12.5", "12,345", "1.2M". */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (size >= COMPACT_FROM) return compact.format(value);
  if (size >= 1_000) return whole.format(value);
  return (size >= 10 ? oneDecimal : twoDecimals).format(value);
}

/**
 * "93 %". Never "0 %" of something nor "100 %" of less than all, where it would mislead.
 * @param share 1 is all
 */
export function percentText(share: number): string {
  if (share > 0 && share < 0.01) return '<1 %';
  if (share < 1 && share > 0.99) return '99 %';
  return `${numberText(Math.round(share * 100))} %`;
}

/** A span of time in its largest unit: "48 s", "2.1 min", "1.3 h", "2 d". */
export function spanText(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  if (seconds < 59.5 * 60) return `${oneDecimal.format(seconds / 60)} min`;
  if (seconds < 47.5 * 3_600) return `${oneDecimal.format(seconds / 3_600)} h`;
  return `${numberText(seconds / 86_400)} d`;
}

/** "1 video", "12,345 videos". */
export const videosText = (videos: number): string => `${numberText(videos)} video${videos === 1 ? '' : 's'}`;

// A date alone is parsed as midnight UTC.
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const longDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** "23 Nov", of `2026-11-23`. */
export const dayText = (day: string): string => shortDay.format(Date.parse(day));

/** "25 Oct to 23 Nov 2026", of days in order; nothing of none. */
export function periodText(perDay: readonly { day: string }[]): string {
  const [first] = perDay;
  const last = perDay.at(-1);
  return first && last ? `${dayText(first.day)} to ${longDay.format(Date.parse(last.day))}` : '';
}

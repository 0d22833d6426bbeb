const MESSAGE_MAX_LENGTH = 2_000;
const REST_LINE_MAX_LENGTH = 100;

/**
 * A heading and as many lines as one message holds; a last line counts those left out.
 * @param more where they can be seen
 */
export function fittingLines(
  heading: string,
  lines: readonly string[],
  more?: string,
  maxLength = MESSAGE_MAX_LENGTH,
): string {
  const shown = [heading];
  let length = heading.length;
  for (const line of lines) {
    length += line.length + 1;
    if (length > maxLength - REST_LINE_MAX_LENGTH) break;
    shown.push(line);
  }
  const left = lines.length - (shown.length - 1);
  return [...shown, ...(left > 0 ? [`… and ${left} more${more ? `: ${more}` : ''}`] : [])].join('\n');
}

const START_BYTES = 256;

/** The image formats that Scenario takes, told by the file's first bytes whatever its name says. */
export function imageMimeType(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, START_BYTES).toString('latin1');
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (/^GIF8[79]a/.test(start)) return 'image/gif';
  if (/^RIFF.{4}WEBP/s.test(start)) return 'image/webp';
  if (start.startsWith('II*\0') || start.startsWith('MM\0*')) return 'image/tiff';
  if (/^.{4}ftypavi[fs]/s.test(start)) return 'image/avif';
  if (/^.{4}ftyp(heic|heix|hevc|hevx|mif1|msf1)/s.test(start)) return 'image/heic';
  if (/^(\xef\xbb\xbf)?\s*(<\?xml.*)?<svg[\s>]/s.test(start)) return 'image/svg+xml';
  return undefined;
}

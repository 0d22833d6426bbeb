import { fileTypeFromBuffer } from 'file-type';

/** Of a text, as much is looked at. */
const TEXT_START_BYTES = 4_096;
const UNKNOWN = 'application/octet-stream';

/** The media type of a file by its content, whatever its name says; `application/octet-stream` when it is none that is known. */
export async function sniffType(bytes: Uint8Array): Promise<string> {
  const found = await fileTypeFromBuffer(bytes);
  if (found !== undefined && found.mime !== 'application/xml') return found.mime;
  return markupType(bytes) ?? found?.mime ?? UNKNOWN;
}

/** Markup has no signature: it is told by its first element. */
function markupType(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, TEXT_START_BYTES)).toString('latin1').toLowerCase();
  if (!/^[\s\u00ef\u00bb\u00bf]*</.test(start)) return undefined;
  if (/<svg[\s>:]/.test(start)) return 'image/svg+xml';
  return /<(!doctype html|html)[\s>]/.test(start) ? 'text/html' : undefined;
}

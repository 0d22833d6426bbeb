import { extname } from 'node:path';

const BY_EXTENSION: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
};

/** The type of a file by its first bytes, else by its name, else as its sender declared it. */
export function contentTypeOf(head: Buffer, filename: string, declared: string | undefined): string {
  const bytes = head.toString('latin1');
  if (bytes.slice(4, 8) === 'ftyp') return 'video/mp4';
  if (bytes.startsWith('\x89PNG')) return 'image/png';
  if (bytes.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (bytes.startsWith('GIF8')) return 'image/gif';
  if (bytes.startsWith('RIFF') && bytes.slice(8, 12) === 'WEBP') return 'image/webp';
  return BY_EXTENSION[extname(filename).toLowerCase()] ?? declared ?? 'application/octet-stream';
}

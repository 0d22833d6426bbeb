/** What a HEVC decoder needs to know before a picture, and a picture of 64 × 48 in one blue, both made by x265. */
const HVCC =
  'AQFgAAAAkAAAAAAAHvAA/P34+AAADwOgAAEAGEABDAH//wFgAAADAJAAAAMAAAMAHpWYCaEAAQApQgEBAWAAAAMAkAAAAwAAAwAeoCCDFllZrkyvAWgIAAADAAgAAAMACECiAAEABkQBwXPQiQ==';
const SLICE = 'AAAAFygBrxOA9SSj/9mUV/H+r+lwvaDdyvBw';

const u16 = (value: number): Buffer => Buffer.of(value >> 8, value & 255);
const u32 = (value: number): Buffer => Buffer.concat([u16(value >>> 16), u16(value & 0xffff)]);
const text = (characters: string): Buffer => Buffer.from(characters, 'latin1');
const box = (type: string, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([u32(content.length + 8), text(type), content]);
};
const fullBox = (type: string, version: number, ...parts: Buffer[]): Buffer =>
  box(type, Buffer.of(version, 0, 0, 0), ...parts);

export interface HeicOptions {
  brand?: string;
  /** The picture's size as its description says. */
  width?: number;
  height?: number;
  /** A TIFF structure, as EXIF is. */
  exif?: Buffer;
  /** Bytes added to the picture, to make the file larger. */
  padding?: number;
}

/** A HEIC file such as telephones make, with one picture and, where asked for, EXIF. */
export function heicFile(options: HeicOptions = {}): Buffer {
  const { brand = 'heic', width = 64, height = 48, exif, padding = 0 } = options;
  const items = [Buffer.concat([Buffer.from(SLICE, 'base64'), Buffer.alloc(padding)])];
  // What EXIF begins at, then EXIF itself.
  if (exif) items.push(Buffer.concat([u32(6), text('Exif\0\0'), exif]));
  const infos = ['hvc1', 'Exif'].slice(0, items.length);
  const ftyp = box('ftyp', text(brand), u32(0), text('mif1heic'));

  const meta = (start: number): Buffer => {
    let at = start;
    const locations = items.map((item, index) => {
      const location = [u16(index + 1), u16(0), u16(1), u32(at), u32(item.length)];
      at += item.length;
      return Buffer.concat(location);
    });
    return fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, u32(0), text('pict'), Buffer.alloc(13)),
      fullBox('pitm', 0, u16(1)),
      fullBox('iloc', 0, Buffer.of(0x44, 0), u16(items.length), ...locations),
      fullBox(
        'iinf',
        0,
        u16(items.length),
        ...infos.map((type, index) => fullBox('infe', 2, u16(index + 1), u16(0), text(`${type}\0`))),
      ),
      ...(exif ? [fullBox('iref', 0, box('cdsc', u16(2), u16(1), u16(1)))] : []),
      box(
        'iprp',
        box('ipco', box('hvcC', Buffer.from(HVCC, 'base64')), fullBox('ispe', 0, u32(width), u32(height))),
        fullBox('ipma', 0, u32(1), u16(1), Buffer.of(2, 0x81, 2)),
      ),
    );
  };
  const start = ftyp.length + meta(0).length + 8;
  return Buffer.concat([ftyp, meta(start), box('mdat', ...items)]);
}

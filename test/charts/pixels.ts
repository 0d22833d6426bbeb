import sharp from 'sharp';

/** A decoded picture. */
export interface Pixels {
  width: number;
  height: number;
  opaque: boolean;
  /** How many pixels have exactly this colour (`#rrggbb`), in the whole picture or a part of it. */
  count(colour: string, part?: Part): number;
}

export interface Part {
  x: number;
  y: number;
  width: number;
  height: number;
}

export async function pixelsOf(png: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return {
    width,
    height,
    opaque: data.every((byte, index) => index % 4 !== 3 || byte === 255),
    count(colour, part = { x: 0, y: 0, width, height }) {
      const wanted = Number.parseInt(colour.slice(1), 16);
      let number = 0;
      for (let y = part.y; y < part.y + part.height; y++) {
        for (let x = part.x; x < part.x + part.width; x++) {
          if (data.readUIntBE((y * width + x) * 4, 3) === wanted) number++;
        }
      }
      return number;
    },
  };
}

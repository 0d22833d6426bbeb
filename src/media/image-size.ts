import sharp from 'sharp';

/**
 * Reads how large a kept picture is, by its header.
 * @returns undefined for what is no picture that can be changed here: HEIC, which is passed on as it is, and what is broken or gone
 */
export async function imageSize(path: string): Promise<{ width: number; height: number } | undefined> {
  try {
    const { width, height, format } = await sharp(path).metadata();
    return format === 'heif' ? undefined : { width, height };
  } catch {
    // What is wrong with it is told by whoever needs the picture itself.
    return undefined;
  }
}

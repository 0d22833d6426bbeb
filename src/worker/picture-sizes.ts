import type { PictureSizes } from '../jobs/picture-crop.ts';
import { imageSize } from '../media/image-size.ts';
import { picturePath } from './pictures.ts';

/** Looks into the kept copies of members' pictures. */
export const createPictureSizes = (dataDir: string): PictureSizes => ({
  of: ({ storedAs }) => imageSize(picturePath(dataDir, storedAs)),
});

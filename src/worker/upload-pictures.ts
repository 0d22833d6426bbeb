import { readFile } from 'node:fs/promises';
import type { Job, JobImage } from '../jobs/job.ts';
import { type ImageShape, shapeImage } from '../media/shape-image.ts';
import { frameSize } from '../veo/frame-size.ts';
import type { ImageSlot } from '../veo/parameters.ts';
import type { VeoSettings } from '../veo/settings.ts';
import type { WorkerContext } from './context.ts';
import { PictureError, type PictureFetcher, picturePath } from './pictures.ts';

/** The Scenario asset id of each of a job's pictures. */
export type Assets = Partial<Record<ImageSlot, string>>;

/** Scenario keeps uploaded assets until somebody deletes them; after this long a picture is uploaded again all the same. */
const ASSET_KNOWN_FOR_MS = 30 * 24 * 3_600_000;
/** No side of a video is longer; more of a reference picture only costs time. */
const REFERENCE_MAX_SIDE_PIXELS = 1_920;

type Context = Pick<WorkerContext, 'facts' | 'scenario' | 'clock' | 'dataDir'>;

/**
 * Brings a job's pictures to Scenario, each in the shape that the video needs; one that Scenario has in that shape is not
 * uploaded again, whoever sent it.
 * @throws PictureError, DownloadError, ScenarioError
 */
export function createPictureUploads(
  { facts, scenario, clock, dataDir }: Context,
  pictures: PictureFetcher,
): (job: Job, signal: AbortSignal) => Promise<Assets> {
  const upload = async (
    { slot, storedAs = '' }: JobImage,
    shape: ImageShape,
    signal: AbortSignal,
  ): Promise<string> => {
    const kept = await readKept(slot, picturePath(dataDir, storedAs));
    const shaped = await shapeImage(kept, shape);
    // The kept picture's own name comes first: who forgets that picture forgets its shapes with it.
    const name = shaped === undefined ? storedAs : `${storedAs}@${shapeName(shape)}`;
    const known = await facts.uploadedAsset(name, clock.now() - ASSET_KNOWN_FOR_MS);
    if (known !== undefined) return known;
    const assetId = await scenario.uploadImage(name, shaped ?? kept, signal);
    await facts.learnUploadedAsset(name, assetId, clock.now());
    return assetId;
  };

  return async (job, signal) => {
    const assets: Assets = {};
    for (const image of await pictures.fetch(job, signal)) {
      assets[image.slot] = await upload(image, shapeFor(image.slot, job.settings), signal);
    }
    return assets;
  };
}

function shapeFor(slot: ImageSlot, settings: VeoSettings): ImageShape {
  switch (slot) {
    case 'image':
    case 'last_frame_image':
      return { kind: 'frame', ...frameSize(settings) };
    case 'reference_image_1':
    case 'reference_image_2':
    case 'reference_image_3':
      return { kind: 'whole', maxSide: REFERENCE_MAX_SIDE_PIXELS };
  }
}

const shapeName = (shape: ImageShape): string =>
  shape.kind === 'frame' ? `${shape.width}x${shape.height}` : `${shape.maxSide}`;

/** A picture that is shared with an earlier video may have gone with that. */
async function readKept(slot: ImageSlot, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') {
      throw new PictureError(slot, 'it is not kept any more', { cause: error });
    }
    throw error;
  }
}

import { type Attachment, ComponentType, type ModalSubmitFields } from 'discord.js';
import { type AttachedPicture, type KeptPicture, PICTURE_FILE_ENDINGS } from '../../jobs/input-pictures.ts';
import { type Job, slotsOf } from '../../jobs/job.ts';
import { keptPictures, sharedPictures } from '../../jobs/kept-pictures.ts';
import { ExpectedError } from '../../lib/errors.ts';
import type { GuildSettings } from '../../moderation/guild-settings.ts';
import { type ImageSlot, VEO_PARAMETERS } from '../../veo/parameters.ts';
import { attachedPicture } from '../command-options.ts';
import type { FormPart } from './form-parts.ts';

/** Custom ids of the parts. */
const KEEP = 'keep';
const FILES = 'files';

const { image, lastFrameImage, referenceImages } = VEO_PARAMETERS;
const FRAMES: readonly ImageSlot[] = [...image.options, ...lastFrameImage.options];
const REFERENCES: readonly ImageSlot[] = referenceImages.options;

const SLOT_NAMES: Record<ImageSlot, string> = {
  image: 'First frame',
  last_frame_image: 'Last frame',
  reference_image_1: 'Reference picture 1',
  reference_image_2: 'Reference picture 2',
  reference_image_3: 'Reference picture 3',
};

/** What a form says of the pictures of the new video: some of the old one's, and some that were attached. */
export interface FormPictures {
  kept: readonly KeptPicture[];
  pictures: readonly AttachedPicture[];
}

export const hasReferences = (slots: readonly ImageSlot[]): boolean =>
  slots.some((slot) => REFERENCES.includes(slot));

/** Where pictures can go in the form of a video: they are of the kind that it has. */
const placesOf = (job: Job): readonly ImageSlot[] => (hasReferences(slotsOf(job)) ? REFERENCES : FRAMES);

/** What of a video's pictures is to stay: no part where there are none. */
export function keepPart(job: Job): FormPart[] {
  const shared = sharedPictures(job);
  if (shared.length === 0) return [];
  return [
    {
      type: ComponentType.Label,
      label: 'Keep its pictures',
      description: 'Untick what is to go. It makes room for another one.',
      component: {
        type: ComponentType.CheckboxGroup,
        custom_id: KEEP,
        required: false,
        min_values: 0,
        max_values: shared.length,
        options: shared.map(({ slot }) => ({ value: slot, label: SLOT_NAMES[slot], default: true })),
      },
    },
  ];
}

export const filePart = (job: Job): FormPart => ({
  type: ComponentType.Label,
  label: sharedPictures(job).length > 0 ? 'New pictures' : 'Pictures',
  description: uploadHint(job),
  component: {
    type: ComponentType.FileUpload,
    custom_id: FILES,
    required: false,
    min_values: 0,
    max_values: placesOf(job).length,
    file_types: [...PICTURE_FILE_ENDINGS],
  },
});

/** What the form says of files: at most 100 characters. */
function uploadHint(job: Job): string {
  if (keptPictures(job) === undefined) {
    return 'Pictures of it could not be used: attach them again, or go on without.';
  }
  if (hasReferences(slotsOf(job))) return 'References, three at most with those that stay.';
  return job.images.length > 0
    ? 'They take the free places: the first frame, then the last.'
    : 'One is the first frame, two are the first and the last.';
}

/**
 * Which pictures the new video gets: those whose boxes are ticked, and files in the places that are free, in their order.
 * @throws ExpectedError when there is no place for a file, or a last frame would be left alone
 */
export function readPictures(
  fields: ModalSubmitFields,
  job: Job,
  house: Pick<GuildSettings, 'picturesAllowed'>,
): FormPictures {
  const files = readFiles(fields);
  const kept = readKept(fields, job, house.picturesAllowed && files.length === 0);
  const free = placesOf(job).filter((place) => !kept.some(({ slot }) => slot === place));
  if (files.length > free.length) throw noRoom(files.length - free.length);
  const pictures = files.flatMap((file, index) => {
    const slot = free[index];
    return slot ? [attachedPicture(slot, file)] : [];
  });
  const slots = [...kept, ...pictures].map(({ slot }) => slot);
  if (slots.includes('last_frame_image') && !slots.includes('image')) throw lonelyLastFrame();
  return { kept, pictures };
}

/** @param otherwise whether all stay where the form had no boxes: files take their place, and so does a server's no to pictures */
function readKept(fields: ModalSubmitFields, job: Job, otherwise: boolean): KeptPicture[] {
  if (!fields.fields.has(KEEP)) return otherwise ? (keptPictures(job) ?? []) : [];
  const ticked = fields.getCheckboxGroup(KEEP);
  return sharedPictures(job).filter(({ slot }) => ticked.includes(slot));
}

/** In the order in which they were attached. */
function readFiles(fields: ModalSubmitFields): Attachment[] {
  if (!fields.fields.has(FILES)) return [];
  const { values, attachments } = fields.getField(FILES, ComponentType.FileUpload);
  return values.flatMap((id) => attachments.get(id) ?? []);
}

const noRoom = (tooMany: number): ExpectedError =>
  new ExpectedError(
    'no-room-for-pictures',
    `There is no room for ${tooMany === 1 ? 'one' : 'some'} of the new pictures: untick what is to make room, or attach fewer.`,
  );

const lonelyLastFrame = (): ExpectedError =>
  new ExpectedError(
    'settings',
    'A last frame needs a first frame: keep the one that there was, attach a new one, or untick the last frame as well.',
  );

import {
  type APIModalInteractionResponseCallbackData,
  type Attachment,
  ComponentType,
  type ModalSubmitFields,
} from 'discord.js';
import { PICTURE_FILE_ENDINGS } from '../../jobs/input-pictures.ts';
import { type Job, slotsOf } from '../../jobs/job.ts';
import { keptPictures } from '../../jobs/kept-pictures.ts';
import type { GuildSettings } from '../../moderation/guild-settings.ts';
import { type ImageSlot, VEO_PARAMETERS } from '../../veo/parameters.ts';
import { customId } from '../custom-id.ts';
import { chosen, type FormPart, menuPart, radioPart, textPart } from './form-parts.ts';
import { uploadHint, uploadSlots } from './form-pictures.ts';
import { lengthChoices, pictureChoices, type SettingChoice } from './setting-choices.ts';

type Form = APIModalInteractionResponseCallbackData;

/** Custom ids of the parts. */
const PROMPT = 'prompt';
const NEGATIVE_PROMPT = 'negative-prompt';
const PICTURE = 'picture';
const LENGTH = 'length';
const FILES = 'files';

/** What somebody typed into a form. */
export interface TypedTexts {
  prompt: string;
  negativePrompt: string | undefined;
}

/** The form in which a video is changed into another one, filled in with what it has. */
export const editForm = (job: Job, house: GuildSettings): Form => ({
  custom_id: customId('edit', job.id),
  title: `Edit video #${job.id}`,
  components: [
    ...textParts(job),
    ...menuPart('Picture', PICTURE, pictureChoices(house), job),
    ...radioPart('Length and sound', LENGTH, lengthChoices(house, keptSlots(job, house)), job),
    ...(house.picturesAllowed ? [filePart(job)] : []),
  ],
});

/** The form in which a video is continued. */
export const continueForm = (job: Job, house: GuildSettings): Form => ({
  custom_id: customId('continue', job.id),
  title: `Continue video #${job.id}`,
  components: [
    ...textParts(job),
    ...radioPart('Length and sound', LENGTH, lengthChoices(house, VEO_PARAMETERS.image.options), job),
  ],
});

export const readTexts = (fields: ModalSubmitFields): TypedTexts => ({
  prompt: fields.getTextInputValue(PROMPT),
  negativePrompt: fields.getTextInputValue(NEGATIVE_PROMPT).trim() || undefined,
});

/** What the menus of an edit form say. @throws ExpectedError for a choice that the server does not allow any more */
export const readEdited = (
  fields: ModalSubmitFields,
  job: Job,
  house: GuildSettings,
): SettingChoice['settings'] => ({
  ...chosen(fields, PICTURE, pictureChoices(house)),
  ...chosen(fields, LENGTH, lengthChoices(house, keptSlots(job, house))),
});

/** The same of a form for a continuation. */
export const readContinued = (fields: ModalSubmitFields, house: GuildSettings): SettingChoice['settings'] =>
  chosen(fields, LENGTH, lengthChoices(house, VEO_PARAMETERS.image.options));

/** In the order in which they were attached. */
export function readFiles(fields: ModalSubmitFields): Attachment[] {
  if (!fields.fields.has(FILES)) return [];
  const { values, attachments } = fields.getField(FILES, ComponentType.FileUpload);
  return values.flatMap((id) => attachments.get(id) ?? []);
}

/** The pictures that another video has when no others are attached. */
const keptSlots = (job: Job, { picturesAllowed }: GuildSettings): ImageSlot[] =>
  picturesAllowed && keptPictures(job) ? slotsOf(job) : [];

const textParts = ({ settings }: Job): FormPart[] => [
  textPart('Prompt', PROMPT, VEO_PARAMETERS.prompt, settings.prompt),
  textPart('Negative prompt', NEGATIVE_PROMPT, VEO_PARAMETERS.negativePrompt, settings.negativePrompt),
];

const filePart = (job: Job): FormPart => ({
  type: ComponentType.Label,
  label: 'Pictures',
  description: uploadHint(job),
  component: {
    type: ComponentType.FileUpload,
    custom_id: FILES,
    required: false,
    min_values: 0,
    max_values: uploadSlots(job).length,
    file_types: [...PICTURE_FILE_ENDINGS],
  },
});

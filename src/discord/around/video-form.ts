import type { APIModalInteractionResponseCallbackData, ModalSubmitFields } from 'discord.js';
import type { Job } from '../../jobs/job.ts';
import { sharedPictures } from '../../jobs/kept-pictures.ts';
import type { GuildSettings } from '../../moderation/guild-settings.ts';
import { VEO_PARAMETERS } from '../../veo/parameters.ts';
import { customId } from '../custom-id.ts';
import { chosen, type FormPart, menuPart, radioPart, textPart } from './form-parts.ts';
import { filePart, keepPart } from './form-pictures.ts';
import { lengthChoices, lookChoices, pictureChoices, type SettingChoice } from './setting-choices.ts';

type Form = APIModalInteractionResponseCallbackData;

/** Custom ids of the parts. */
const PROMPT = 'prompt';
const NEGATIVE_PROMPT = 'negative-prompt';
const PICTURE = 'picture';
const LENGTH = 'length';
const LOOK = 'look';

/** What somebody typed into a form. */
export interface TypedTexts {
  prompt: string;
  negativePrompt: string | undefined;
}

/**
 * The form in which a video is changed into another one, filled in with what it has. Discord gives it room for five parts: where
 * pictures of the video can be kept, size and length share one.
 */
export const editForm = (job: Job, house: GuildSettings): Form => {
  const keep = house.picturesAllowed ? keepPart(job) : [];
  return {
    custom_id: customId('edit', job.id),
    title: `Edit video #${job.id}`,
    components: [
      ...textParts(job),
      ...(keep.length > 0
        ? menuPart('Size, shape, length and sound', LOOK, editLooks(job, house), job)
        : [
            ...menuPart('Picture', PICTURE, pictureChoices(house), job),
            ...radioPart('Length and sound', LENGTH, editLengths(job, house), job),
          ]),
      ...keep,
      ...(house.picturesAllowed ? [filePart(job)] : []),
    ],
  };
};

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
): SettingChoice['settings'] =>
  fields.fields.has(LOOK)
    ? chosen(fields, LOOK, editLooks(job, house))
    : {
        ...chosen(fields, PICTURE, pictureChoices(house)),
        ...chosen(fields, LENGTH, editLengths(job, house)),
      };

/** The same of a form for a continuation. */
export const readContinued = (fields: ModalSubmitFields, house: GuildSettings): SettingChoice['settings'] =>
  chosen(fields, LENGTH, lengthChoices(house, VEO_PARAMETERS.image.options));

const editLengths = (job: Job, house: GuildSettings): SettingChoice[] =>
  lengthChoices(house, house.picturesAllowed ? sharedPictures(job).map(({ slot }) => slot) : []);

const editLooks = (job: Job, house: GuildSettings): SettingChoice[] =>
  lookChoices(pictureChoices(house), editLengths(job, house));

const textParts = ({ settings }: Job): FormPart[] => [
  textPart('Prompt', PROMPT, VEO_PARAMETERS.prompt, settings.prompt),
  textPart('Negative prompt', NEGATIVE_PROMPT, VEO_PARAMETERS.negativePrompt, settings.negativePrompt),
];

import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitFields,
} from 'discord.js';
import type { PictureDraft } from '../../jobs/picture-drafts.ts';
import type { GuildSettings } from '../../moderation/guild-settings.ts';
import { VEO_PARAMETERS } from '../../veo/parameters.ts';
import { completeSettings, type VeoSettings } from '../../veo/settings.ts';
import { customId } from '../custom-id.ts';
import { cut, oneLine } from '../text.ts';
import { chosen, radioPart, textPart } from './form-parts.ts';
import { lengthChoices, type SettingChoice } from './setting-choices.ts';

type Form = APIModalInteractionResponseCallbackData;

/** A picture that waits for its form, by the number under which it is kept. */
export type NumberedDraft = Pick<PictureDraft, 'fileName' | 'width' | 'height'> & { id: number };

/** The parts of the form, by their custom ids. */
const WHICH = 'which';
const PROMPT = 'prompt';
const ASPECT = 'aspect';
const LENGTH = 'length';
/** As many as one of Discord's menus holds. */
export const DRAFTS_MAX = 25;
const NAME_MAX_LENGTH = 100;

/** With a first frame every length is possible; what the server allows is said by it when the video is ordered. */
const EVERY_LENGTH = lengthChoices({ durations: [], audio: 'free' }, VEO_PARAMETERS.image.options);

const ASPECTS: readonly SettingChoice[] = VEO_PARAMETERS.aspectRatio.choices.map(({ value, label }) => ({
  value,
  label,
  settings: { aspectRatio: value },
}));

/** The form in which a video is asked for that begins with one of a message's pictures. */
export function animateForm(
  drafts: readonly [NumberedDraft, ...NumberedDraft[]],
  house: GuildSettings,
): Form {
  const [first] = drafts;
  const settings = presetSettings(first, house);
  return {
    custom_id: customId('animate', first.id),
    title: 'Animate with Veo',
    components: [
      ...(drafts.length > 1 ? [whichPart(drafts)] : []),
      textPart('Prompt', PROMPT, VEO_PARAMETERS.prompt, undefined),
      ...radioPart('Shape', ASPECT, ASPECTS, { settings }),
      ...radioPart('Length and sound', LENGTH, lengthChoices(house, VEO_PARAMETERS.image.options), {
        settings,
      }),
    ],
  };
}

export const readPrompt = (fields: ModalSubmitFields): string => fields.getTextInputValue(PROMPT);

/** @throws ExpectedError for what the form did not offer */
export const readSettings = (fields: ModalSubmitFields): SettingChoice['settings'] => ({
  ...chosen(fields, ASPECT, ASPECTS),
  ...chosen(fields, LENGTH, EVERY_LENGTH),
});

/** The number of the chosen picture. @param only that of the form, which holds where there was nothing to choose */
export function readDraftId(fields: ModalSubmitFields, only: number): number {
  return fields.fields.has(WHICH) ? Number(fields.getStringSelectValues(WHICH)[0]) : only;
}

/** What is chosen before anybody touches the form: the server's usual, in the picture's shape. */
function presetSettings({ width, height }: NumberedDraft, { defaults, audio }: GuildSettings): VeoSettings {
  const isTall = width !== undefined && height !== undefined && height > width;
  return completeSettings(
    {
      prompt: '',
      aspectRatio: isTall ? '9:16' : '16:9',
      generateAudio: audio !== 'never',
      ...(defaults.duration === undefined ? {} : { duration: defaults.duration }),
    },
    0,
  );
}

const whichPart = (drafts: readonly NumberedDraft[]): Form['components'][number] => ({
  type: ComponentType.Label,
  label: 'Picture',
  description: 'The video begins with it.',
  component: {
    type: ComponentType.StringSelect,
    custom_id: WHICH,
    options: drafts.slice(0, DRAFTS_MAX).map(({ id, fileName }, index) => ({
      value: String(id),
      label: cut(`${index + 1}. ${oneLine(fileName)}`, NAME_MAX_LENGTH),
      default: index === 0,
    })),
  },
});

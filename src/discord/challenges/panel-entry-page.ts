import { CHALLENGE_BOUNDS, CHALLENGE_TEXT_MAX } from '../../challenges/settings.ts';
import { ExpectedError } from '../../lib/errors.ts';
import { DURATIONS, RESOLUTIONS } from '../../moderation/guild-settings.ts';
import { VEO_PARAMETERS } from '../../veo/parameters.ts';
import { oneLine } from '../text.ts';
import { oneOf, type PanelPage, panelMenu, someOf, type TypedField, withSettings } from './panel-page.ts';

const { min, max } = CHALLENGE_BOUNDS.entriesPerMember;
const ENTRY_NUMBERS = Array.from({ length: max - min + 1 }, (_, index) => min + index);

const WORDS_INPUT: TypedField = {
  key: 'words',
  label: 'Words in the prompt',
  hint: `Up to ${CHALLENGE_TEXT_MAX.words}, with commas between; every prompt must hold all. Empty: any prompt.`,
  maxLength: CHALLENGE_TEXT_MAX.words * (CHALLENGE_TEXT_MAX.word + 2),
  typed: ({ settings }) => settings.requiredWords.join(', '),
  change: (text, before) => withSettings(before, { requiredWords: readWords(text) }),
};

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function readWords(text: string): string[] {
  const words = text
    .split(/[,\n]/)
    .map(oneLine)
    .filter((word, index, all) => word !== '' && all.findIndex((one) => isSame(one, word)) === index);
  const isFine =
    words.length <= CHALLENGE_TEXT_MAX.words &&
    words.every((word) => word.length <= CHALLENGE_TEXT_MAX.word && /[\p{L}\p{N}]/u.test(word));
  if (isFine) return words;
  throw new ExpectedError(
    'setting',
    `**Words in the prompt**: type at most ${CHALLENGE_TEXT_MAX.words} words of letters or digits, each with at most ${CHALLENGE_TEXT_MAX.word} characters, with commas between.`,
  );
}

export const entriesPage: PanelPage = {
  title: 'Entries',
  description: 'How many a member may enter, and what they may be made with',
  fields: [
    'entriesPerMember',
    'requiredWords',
    'durations',
    'aspectRatios',
    'resolutions',
    'picturesAllowed',
  ],
  menus: [
    panelMenu(
      'entriesPerMember',
      oneOf({
        number: 2,
        title: 'Entries a member',
        hint: 'An entry can be swapped for another video until entries close.',
        placeholder: '1',
        choices: ENTRY_NUMBERS.map((value) => ({ value, label: String(value) })),
        of: ({ settings }) => settings.entriesPerMember,
        set: (entriesPerMember, before) => withSettings(before, { entriesPerMember }),
      }),
    ),
    panelMenu(
      'durations',
      someOf({
        number: 3,
        title: 'Allowed lengths',
        hint: 'Pick none to allow all.',
        placeholder: 'All lengths',
        choices: DURATIONS.map((value) => ({ value, label: `${value} seconds` })),
        of: ({ settings }) => settings.durations,
        set: (durations, before) => withSettings(before, { durations }),
      }),
    ),
    panelMenu(
      'aspectRatios',
      someOf({
        number: 4,
        title: 'Allowed shapes',
        hint: 'Pick none to allow all.',
        placeholder: 'All shapes',
        choices: [...VEO_PARAMETERS.aspectRatio.choices],
        of: ({ settings }) => settings.aspectRatios,
        set: (aspectRatios, before) => withSettings(before, { aspectRatios }),
      }),
    ),
    panelMenu(
      'resolutions',
      someOf({
        number: 5,
        title: 'Allowed sizes',
        hint: 'Pick none to allow all.',
        placeholder: 'All sizes',
        choices: RESOLUTIONS.map((value) => ({ value, label: value })),
        of: ({ settings }) => settings.resolutions,
        set: (resolutions, before) => withSettings(before, { resolutions }),
      }),
    ),
    panelMenu(
      'picturesAllowed',
      oneOf({
        number: 6,
        title: 'Pictures',
        hint: 'Whether entries may be made from pictures.',
        placeholder: 'Allowed',
        choices: [
          { value: true, label: 'Allowed' },
          { value: false, label: 'Not allowed' },
        ],
        of: ({ settings }) => settings.picturesAllowed,
        set: (picturesAllowed, before) => withSettings(before, { picturesAllowed }),
      }),
    ),
  ],
  forms: [
    {
      name: 'words',
      button: 'Words in the prompt',
      title: 'Words in the prompt',
      fields: ['requiredWords'],
      inputs: [WORDS_INPUT],
    },
  ],
};

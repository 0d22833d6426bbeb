import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitFields,
  TextInputStyle,
} from 'discord.js';
import type { Challenge, Entry } from '../../challenges/challenge.ts';
import { CHALLENGE_TEXT_MAX } from '../../challenges/settings.ts';
import { customId } from '../custom-id.ts';
import { cut, oneLine } from '../text.ts';

type Form = APIModalInteractionResponseCallbackData;

/** A challenge that a video may enter. */
export interface Chance {
  challenge: Challenge;
  /** The member's entries that take part already. */
  own: readonly Entry[];
}

/** What was written and chosen in the form. */
export interface Entering {
  challengeId: number | undefined;
  title: string | undefined;
  /** An own entry's id. */
  replaces: number | undefined;
}

/** The parts of the form, by their custom ids. */
const WHICH = 'challenge';
const TITLE = 'title';
const REPLACES = 'replaces';

const OPTIONS_MAX = 25;
const LABEL_MAX_LENGTH = 100;

/** As many entries as a member may have. */
const isFull = ({ challenge, own }: Chance): boolean => own.length >= challenge.settings.entriesPerMember;

/**
 * The form by which a video enters: its title; where there are several challenges which one; what it takes the place of.
 * @param replaced the only entry that is to give way, where it was chosen before
 */
export function entryForm(jobId: number, chances: readonly [Chance, ...Chance[]], replaced?: Entry): Form {
  const [first] = chances;
  const isOnly = chances.length === 1;
  return {
    custom_id: customId('challenge-enter', jobId, isOnly ? String(first.challenge.id) : undefined),
    title: isOnly ? cut(`Enter: ${oneLine(first.challenge.title)}`, 45) : 'Enter a challenge',
    components: [
      ...(isOnly ? [] : [whichPart(chances)]),
      {
        type: ComponentType.Label,
        label: 'Title of your entry',
        description: 'Shown with it; leave it empty to have none.',
        component: {
          type: ComponentType.TextInput,
          custom_id: TITLE,
          style: TextInputStyle.Short,
          required: false,
          max_length: CHALLENGE_TEXT_MAX.entryTitle,
        },
      },
      ...(replaced ? givingWay([asOption(replaced)], true) : replacesPart(chances)),
    ],
  };
}

/** @param only that of the form, which holds where there was nothing to choose */
export function readEntering(fields: ModalSubmitFields, only: string | undefined): Entering {
  return {
    challengeId: only === undefined ? chosenId(fields, WHICH) : Number(only),
    title: oneLine(fields.getTextInputValue(TITLE)) || undefined,
    replaces: chosenId(fields, REPLACES),
  };
}

const chosenId = (fields: ModalSubmitFields, id: string): number | undefined => {
  const value = fields.fields.has(id) ? fields.getStringSelectValues(id)[0] : undefined;
  return value === undefined ? undefined : Number(value);
};

const whichPart = (chances: readonly Chance[]): Form['components'][number] => ({
  type: ComponentType.Label,
  label: 'Challenge',
  component: {
    type: ComponentType.StringSelect,
    custom_id: WHICH,
    options: chances.slice(0, OPTIONS_MAX).map(({ challenge: { id, title } }) => ({
      value: String(id),
      label: cut(oneLine(title), LABEL_MAX_LENGTH),
    })),
  },
});

/** Only where there is something to give way. Where it is not for every challenge, nothing need be chosen. */
function replacesPart(chances: readonly Chance[]): Form['components'] {
  const isOnly = chances.length === 1;
  const options = chances
    .filter(isFull)
    .flatMap(({ challenge, own }) => own.map((entry) => asOption(entry, isOnly ? undefined : challenge)));
  return options.length === 0 ? [] : givingWay(options, isOnly);
}

type Option = { value: string; label: string };

const asOption = (entry: Entry, challenge?: Challenge): Option => ({
  value: String(entry.id),
  label: cut(replacedText(entry, challenge), LABEL_MAX_LENGTH),
});

const givingWay = (options: readonly Option[], required: boolean): Form['components'] => [
  {
    type: ComponentType.Label,
    label: 'Takes the place of',
    description: 'One of your entries gives way to it.',
    component: {
      type: ComponentType.StringSelect,
      custom_id: REPLACES,
      required,
      options: options
        .slice(0, OPTIONS_MAX)
        .map((option) => ({ ...option, default: required && options.length === 1 })),
    },
  },
];

const replacedText = ({ number, jobId, title }: Entry, challenge: Challenge | undefined): string =>
  [
    `Entry ${number}`,
    ...(challenge ? [`of ${oneLine(challenge.title)}`] : []),
    `(video #${jobId})`,
    ...(title === undefined ? [] : [`“${oneLine(title)}”`]),
  ].join(' ');

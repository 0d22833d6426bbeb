import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import { type BallotSight, markOf } from '../../challenges/ballot-sight.ts';
import type { Challenge, Entry } from '../../challenges/challenge.ts';
import { customId } from '../custom-id.ts';
import { count } from '../text.ts';
import { type BallotMessage, ballotButton, headline, rows } from './ballot-view.ts';
import { markText } from './mark-words.ts';

/** With its links a page stays within the 2,000 characters of a message. */
const PAGE_SIZE = 12;
/** "Entry 7" will do as well. */
const NUMBER_MAX_LENGTH = 20;
/** The field of the form that asks for a number. */
export const NUMBER_FIELD = 'number';

/** Where "My ballot" stands, and where the viewer goes on from. */
export interface BallotPage {
  page: number;
  position: number;
}

/** @returns undefined for what no button carries */
export function parseBallotPage(argument: string | undefined): BallotPage | undefined {
  const match = /^(\d{1,4})\.(\d{1,6})$/.exec(argument ?? '');
  return match ? { page: Number(match[1]), position: Number(match[2]) } : undefined;
}

/** All marks of one voter, with links to what they are for, and a menu that leads back to an entry. */
export function renderOwnBallot(
  sight: BallotSight,
  wanted: BallotPage,
  links: ReadonlyMap<number, string>,
): BallotMessage {
  const { challenge, entries, marks } = sight;
  const marked = inOrder(sight);
  const pages = Math.max(1, Math.ceil(marked.length / PAGE_SIZE));
  const page = Math.min(wanted.page, pages - 1);
  const shown = marked.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
  const { method } = challenge.settings;
  const line = ({ entry, value }: Marked): string => {
    const link = links.get(entry.id);
    const name = `Entry ${entry.number}`;
    return `- ${link === undefined ? name : `[${name}](${link})`} · ${markText(method, value)}`;
  };
  return {
    content: [
      headline(challenge),
      `**Your ballot**: ${count(marks.length, 'mark')} on ${entries.length} entries${pages > 1 ? ` · page ${page + 1} of ${pages}` : ''}`,
      ...(shown.length > 0 ? shown.map(line) : ['You have not voted yet.']),
      '-# Only you see this. It counts as it is when voting ends.',
    ].join('\n'),
    components: [
      ...entryMenu(sight, shown),
      ...rows([
        ...pageButtons(challenge, { ...wanted, page }, pages),
        ballotButton(
          customId('challenge-look', challenge.id, String(wanted.position)),
          'Back to the entries',
        ),
      ]),
    ],
  };
}

/** Asks for the number of an entry. */
export const numberForm = ({ id }: Pick<Challenge, 'id'>): APIModalInteractionResponseCallbackData => ({
  custom_id: customId('challenge-jump', id),
  title: 'Go to an entry',
  components: [
    {
      type: ComponentType.Label,
      label: 'The number of the entry',
      description: 'For example 7',
      component: {
        type: ComponentType.TextInput,
        custom_id: NUMBER_FIELD,
        style: TextInputStyle.Short,
        required: true,
        max_length: NUMBER_MAX_LENGTH,
      },
    },
  ],
});

interface Marked {
  entry: Entry;
  value: number;
}

/** Ranks from the first on, stars from the most on; what is marked alike by its number. */
function inOrder(sight: BallotSight): Marked[] {
  const isRanked = sight.challenge.settings.method === 'ranked';
  return sight.entries
    .flatMap((entry) => {
      const value = markOf(sight, entry.id);
      return value === undefined ? [] : [{ entry, value }];
    })
    .sort((a, b) => (isRanked ? a.value - b.value : b.value - a.value) || a.entry.number - b.entry.number);
}

const entryMenu = ({ challenge }: BallotSight, shown: readonly Marked[]): BallotMessage['components'] =>
  shown.length === 0
    ? []
    : [
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.StringSelect,
              custom_id: customId('challenge-jump', challenge.id, 'menu'),
              placeholder: 'Look at one again, or change its mark',
              options: shown.map(({ entry, value }) => ({
                value: String(entry.number),
                label: `Entry ${entry.number} · ${markText(challenge.settings.method, value)}`,
              })),
            },
          ],
        },
      ];

function pageButtons({ id }: Challenge, { page, position }: BallotPage, pages: number) {
  const to = (target: number, label: string) =>
    ballotButton(customId('challenge-ballot', id, `${target}.${position}`), label);
  return [
    ...(page > 0 ? [to(page - 1, '‹ Before')] : []),
    ...(page < pages - 1 ? [to(page + 1, 'After ›')] : []),
  ];
}

import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import type { Challenge } from '../../challenges/challenge.ts';
import type { ChallengeCost } from '../../challenges/cost.ts';
import { type ChallengeField, type Draft, fieldTitle, isEditable } from '../../challenges/editable.ts';
import { customId } from '../custom-id.ts';
import { cut, unitsText } from '../text.ts';
import { statusText, titleText } from './panel-list.ts';
import type { PanelMenu, PanelPage } from './panel-page.ts';
import { PANEL_PAGES } from './panel-pages.ts';
import { button, type ChallengePanel, PANEL_TEXT_MAX_LENGTH, row, text } from './panel-parts.ts';
import { fieldText } from './panel-words.ts';

const PAGE_TEXT_MAX_LENGTH = 1_600;
const NOTE_MAX_LENGTH = 1_200;

/** Everything that is set, and what its host can do. @param note what was done just now */
export const renderOverview = (challenge: Challenge, cost: ChallengeCost, note?: string): ChallengePanel => [
  text(
    cut(
      [
        `## ${titleText(challenge)}`,
        statusLine(challenge),
        ...(note === undefined ? [] : ['', cut(note, NOTE_MAX_LENGTH)]),
        ...PANEL_PAGES.flatMap(({ title, fields }) => [
          `### ${title}`,
          ...fields.filter((field) => field !== 'title').map((field) => valueLine(field, challenge)),
        ]),
        ...costLines(challenge, cost),
      ].join('\n'),
      PANEL_TEXT_MAX_LENGTH,
    ),
  ),
  row({
    type: ComponentType.StringSelect,
    custom_id: customId('challenge-panel', challenge.id),
    placeholder: 'What do you want to change?',
    options: PANEL_PAGES.map(({ title, description }, index) => ({
      label: title,
      value: String(index),
      description,
    })),
  }),
  row(...deeds(challenge)),
];

/** A page of a challenge's panel. What cannot be changed any more is shown, and cannot be picked. */
export const renderPage = (
  page: PanelPage,
  challenge: Challenge,
  cost: ChallengeCost,
  note?: string,
): ChallengePanel => [
  text(
    [
      cut(
        [
          `## ${page.title}`,
          `-# ${titleText(challenge)}`,
          ...page.fields.map((field) => valueLine(field, challenge)),
          ...(page.fields.some((field) => field === 'prizes' || field === 'poolVideos')
            ? costLines(challenge, cost)
            : []),
        ].join('\n'),
        PAGE_TEXT_MAX_LENGTH,
      ),
      ...(note === undefined ? [] : ['', cut(note, NOTE_MAX_LENGTH)]),
    ].join('\n'),
  ),
  ...page.menus.flatMap((menu) => menuParts(menu, challenge)),
  row(
    ...page.forms.map((form) => ({
      ...button('challenge-edit', form.button, challenge.id, form.name, ButtonStyle.Primary),
      disabled: !form.fields.some((field) => isEditable(field, challenge.phase)),
    })),
    button('challenge-panel', 'Back', challenge.id),
  ),
];

const statusLine = (challenge: Challenge): string =>
  `**${statusText(challenge)}** · host <@${challenge.hostId}>`;

const valueLine = (field: ChallengeField, draft: Draft): string =>
  `${fieldTitle(field)}: **${fieldText(field, draft)}**`;

/** What it could cost at most. */
export function costLines(
  { settings: { poolVideos, poolUnits } }: Pick<Challenge, 'settings'>,
  { poolOfOne, bonus }: ChallengeCost,
): string[] {
  const together = poolUnits === undefined ? '' : `, ${unitsText(poolUnits)} for all of them`;
  const unknown = poolVideos !== undefined && poolOfOne === undefined;
  return [
    ...(poolOfOne === undefined
      ? []
      : [`-# The pool costs at most ${unitsText(poolOfOne)} for each entrant${together}.`]),
    ...(unknown ? ['-# What the pool costs is not known yet: prices are being asked for.'] : []),
    ...(bonus === undefined ? [] : [`-# The bonus videos cost at most ${unitsText(bonus)} in all.`]),
  ];
}

const menuParts = (menu: PanelMenu, challenge: Challenge): ChallengePanel => [
  text(`**${menu.title}**\n-# ${menu.hint}`),
  row({
    ...menu.menu(challenge, customId('challenge-set', challenge.id, String(menu.number))),
    disabled: !isEditable(menu.field, challenge.phase),
  }),
];

function deeds({ id, phase }: Challenge): APIButtonComponentWithCustomId[] {
  const list = button('challenge-panel', 'All challenges');
  const preview = button('challenge-preview', 'Preview', id);
  const cancel = button('challenge-cancel-sure', 'Cancel …', id, undefined, ButtonStyle.Danger);
  switch (phase) {
    case 'draft':
      return [
        preview,
        button('challenge-publish', 'Publish', id, undefined, ButtonStyle.Success),
        cancel,
        list,
      ];
    case 'announced':
    case 'open':
    case 'review':
    case 'voting':
    case 'tallying':
      return [preview, cancel, list];
    case 'closed':
    case 'cancelled':
      return [list];
  }
}

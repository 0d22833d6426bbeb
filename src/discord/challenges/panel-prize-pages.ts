import type { Draft } from '../../challenges/editable.ts';
import { CHALLENGE_BOUNDS, type Prize } from '../../challenges/settings.ts';
import { ExpectedError } from '../../lib/errors.ts';
import { SETTING_UNITS_MAX } from '../../moderation/guild-settings.ts';
import { ordinal } from '../text.ts';
import {
  type PanelForm,
  type PanelMenu,
  type PanelPage,
  panelMenu,
  rolesField,
  type TypedField,
  withSettings,
} from './panel-page.ts';
import { notThat, wholeNumber } from './panel-typed.ts';

const PLACES = [1, 2, 3];
const FIRST_MENU = 12;
const UNITS_MAX_LENGTH = 12;

const prizeOf = ({ settings }: Draft, place: number): Prize | undefined =>
  settings.prizes.find((prize) => prize.place === place);

/** A draft with something of a place's prize changed. A prize of nothing is none; days without a role mean nothing. */
function withPrize(before: Draft, place: number, changes: Omit<Partial<Prize>, 'place'>): Draft {
  const prizes = PLACES.flatMap((one): Prize[] => {
    const prize = { place: one, ...prizeOf(before, one), ...(one === place ? changes : {}) };
    if (prize.roleId === undefined) return prize.bonusVideos === undefined ? [] : [withoutDays(prize)];
    return [prize];
  });
  return withSettings(before, { prizes });
}

const withoutDays = ({ place, bonusVideos }: Prize): Prize => ({ place, bonusVideos });

const roleMenu = (place: number): PanelMenu =>
  panelMenu(
    'prizes',
    rolesField({
      number: FIRST_MENU + place - 1,
      title: `${ordinal(place)} place: role`,
      hint: 'Given to the winner; for how long is set below.',
      placeholder: 'No role',
      max: 1,
      of: (draft) => {
        const roleId = prizeOf(draft, place)?.roleId;
        return roleId === undefined ? [] : [roleId];
      },
      set: ([roleId], before) => withPrize(before, place, { roleId }),
    }),
  );

const prizeForm = (place: number): PanelForm => ({
  name: `prize-${place}`,
  button: `${ordinal(place)} place`,
  title: `Prize of the ${ordinal(place)} place`,
  fields: ['prizes'],
  inputs: [
    wholeNumber({
      key: 'days',
      label: 'Days that the role is kept',
      empty: 'for ever',
      bounds: CHALLENGE_BOUNDS.roleDays,
      of: (draft) => prizeOf(draft, place)?.roleDays,
      set: (roleDays, before) => {
        if (roleDays === undefined || prizeOf(before, place)?.roleId !== undefined) {
          return withPrize(before, place, { roleDays });
        }
        throw new ExpectedError(
          'setting',
          '**Days that the role is kept**: pick a role for this place first.',
        );
      },
    }),
    wholeNumber({
      key: 'bonus',
      label: 'Bonus videos',
      empty: 'none',
      bounds: CHALLENGE_BOUNDS.bonusVideos,
      of: (draft) => prizeOf(draft, place)?.bonusVideos,
      set: (bonusVideos, before) => withPrize(before, place, { bonusVideos }),
    }),
  ],
});

export const prizesPage: PanelPage = {
  title: 'Prizes',
  description: 'Roles and bonus videos for the first three places',
  fields: ['prizes', 'winnerCooldownDays'],
  menus: PLACES.map(roleMenu),
  forms: [
    ...PLACES.map(prizeForm),
    {
      name: 'cooldown',
      button: 'Cool-down',
      title: 'Winners’ cool-down',
      fields: ['winnerCooldownDays'],
      inputs: [
        wholeNumber({
          key: 'cooldown',
          label: 'Days in which a winner wins nothing more',
          empty: 'no cool-down',
          bounds: CHALLENGE_BOUNDS.cooldownDays,
          of: ({ settings }) => settings.winnerCooldownDays,
          set: (winnerCooldownDays, before) => withSettings(before, { winnerCooldownDays }),
        }),
      ],
    },
  ],
};

const POOL_UNITS = 'Most that all of them cost together';
const POOL_UNITS_INPUT: TypedField = {
  key: 'units',
  label: POOL_UNITS,
  hint: 'Type a number of creative units, like 500; empty: the server’s budget is the only end.',
  maxLength: UNITS_MAX_LENGTH,
  typed: ({ settings }) => String(settings.poolUnits ?? ''),
  change: (text, before) => {
    if (text === '') return withSettings(before, { poolUnits: undefined });
    const poolUnits = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (poolUnits > 0 && poolUnits <= SETTING_UNITS_MAX) return withSettings(before, { poolUnits });
    throw notThat(POOL_UNITS, text, 'a number of creative units above 0, or nothing for no limit of its own');
  },
};

export const poolPage: PanelPage = {
  title: 'Pool',
  description: 'Free videos for everyone who enters, and what all of it could cost',
  fields: ['poolVideos', 'poolUnits'],
  menus: [],
  forms: [
    {
      name: 'pool',
      button: 'Pool',
      title: 'Pool',
      fields: ['poolVideos', 'poolUnits'],
      inputs: [
        wholeNumber({
          key: 'videos',
          label: 'Free videos for each entrant',
          empty: 'no pool',
          bounds: CHALLENGE_BOUNDS.poolVideos,
          of: ({ settings }) => settings.poolVideos,
          set: (poolVideos, before) => withSettings(before, { poolVideos }),
        }),
        POOL_UNITS_INPUT,
      ],
    },
  ],
};

import { ExpectedError } from '../../lib/errors.ts';
import { SETTING_UNITS_MAX } from '../../moderation/guild-settings.ts';
import type { SettingsChanges } from '../../moderation/settings-store.ts';
import { type SettingName, settingTitle } from '../../moderation/settings-words.ts';
import { cut, plainText } from '../text.ts';
import type { TextField } from './field.ts';

type NumberName = 'maxRunning' | 'retentionDays' | 'newMemberDays' | UnitsName;
type UnitsName = 'confirmFromUnits' | 'budgetPerDayUnits' | 'budgetPerMonthUnits';

interface NumberFieldOptions<N extends NumberName> {
  name: N;
  /** What nothing means: "for ever". */
  empty: string;
  set: (value: number | undefined) => SettingsChanges;
}

const ECHO_MAX_LENGTH = 40;

/** A whole number within bounds. */
export const wholeNumberField = (
  options: NumberFieldOptions<Exclude<NumberName, UnitsName>>,
  { min, max }: { min: number; max: number },
): TextField => ({
  ...numberField(
    options,
    `a whole number from ${min} to ${max}`,
    (value) => Number.isInteger(value) && value >= min && value <= max,
  ),
});

/** An amount of creative units. */
export const unitsField = (options: NumberFieldOptions<UnitsName>): TextField =>
  numberField(
    options,
    'a number of creative units above 0, like 500',
    (value) => value > 0 && value <= SETTING_UNITS_MAX,
  );

function numberField<N extends NumberName>(
  { name, empty, set }: NumberFieldOptions<N>,
  wanted: string,
  fits: (value: number) => boolean,
): TextField {
  return {
    name,
    hint: `Type ${wanted}; empty: ${empty}.`,
    typed: (settings) => String(settings[name] ?? ''),
    change: (text) => {
      if (text === '') return set(undefined);
      const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
      if (!fits(value)) throw notThat(name, text, `${wanted}, or nothing for “${empty}”`);
      return set(value);
    },
  };
}

/** Refuses what was typed, and says what to type. */
export const notThat = (name: SettingName, text: string, wanted: string): ExpectedError =>
  new ExpectedError(
    'setting',
    `**${settingTitle(name)}**: “${plainText(cut(text, ECHO_MAX_LENGTH))}” will not do. Type ${wanted}.`,
  );

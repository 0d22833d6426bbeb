import { DEFAULT_GUILD_SETTINGS, SETTING_BOUNDS } from '../../moderation/guild-settings.ts';
import { isTimeZone } from '../../quota/window.ts';
import type { Section, TextField } from './field.ts';
import { notThat, wholeNumberField } from './text-fields.ts';

const timeZoneField: TextField = {
  name: 'timeZone',
  hint: `A name like Europe/Berlin; empty: ${DEFAULT_GUILD_SETTINGS.timeZone}. Days and months of limits begin there.`,
  typed: ({ timeZone }) => timeZone,
  change: (text) => {
    if (text === '') return { timeZone: undefined };
    const timeZone = zoneNamed(text);
    if (timeZone === undefined) {
      throw notThat('timeZone', text, 'a name of the IANA database, like `Europe/Berlin` or `UTC`');
    }
    return { timeZone };
  },
};

/** A time zone as it is properly written; undefined where there is none of this name. */
function zoneNamed(text: string): string | undefined {
  try {
    const name = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
    return isTimeZone(name) ? name : undefined;
  } catch {
    // Thrown for every name that is none.
    return undefined;
  }
}

export const dataSection: Section = {
  title: 'Data',
  description: 'How long prompts and files are kept, and the time zone',
  names: ['retentionDays', 'timeZone'],
  menus: [],
  texts: [
    wholeNumberField(
      { name: 'retentionDays', empty: 'for ever', set: (retentionDays) => ({ retentionDays }) },
      SETTING_BOUNDS.retentionDays,
    ),
    timeZoneField,
  ],
};

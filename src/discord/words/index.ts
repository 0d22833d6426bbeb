import type { Language } from '../../moderation/language.ts';
import type { SettingsStore } from '../../moderation/settings-store.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { portuguese } from './portuguese.ts';
import { spanish } from './spanish.ts';
import type { Words } from './words.ts';

const CATALOGUES: Readonly<Record<Language, Words>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  'pt-BR': portuguese,
};

export const wordsFor = (language: Language): Words => CATALOGUES[language];

/** In the language that a server has set. */
export const wordsOfGuild = async (settings: Pick<SettingsStore, 'of'>, guildId: string): Promise<Words> =>
  wordsFor((await settings.of(guildId)).language);

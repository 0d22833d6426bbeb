import type { ImageSlot, VeoParameter } from '../../veo/parameters.ts';
import type { VeoSettings } from '../../veo/settings.ts';
import { summaryLine } from '../../veo/summary.ts';

type Row<K extends VeoParameter['kind']> = Extract<VeoParameter, { kind: K }>;
type ChoiceText = Extract<Row<'choice'>['choices'][number], { short: string }>['short'];

/**
 * The words of the summary line, each by its English text in the table of parameters: a new one there does not compile
 * without its words here. Numbers and lengths ("720p", "8 s") are the same everywhere.
 */
export interface SummaryWords {
  pictures: Readonly<Record<Row<'images'>['label'], (count: number) => string>>;
  choices: Readonly<Record<Exclude<ChoiceText, '' | `${number} s`>, string>>;
  flags: Readonly<Record<Row<'flag'>['short']['true' | 'false'], string>>;
  numbers: Readonly<Record<Row<'integer'>['shortPrefix'], (value: number) => string>>;
}

/** All settings but the prompts in one line, in a server's language. */
export function translatedSummary(
  settings: VeoSettings,
  slots: readonly ImageSlot[],
  { pictures, choices, flags, numbers }: SummaryWords,
): string {
  const translations: Partial<Record<string, string>> = choices;
  return summaryLine(settings, slots, {
    pictures: (label, count) => pictures[label](count),
    choice: (text) => translations[text] ?? text,
    flag: (text) => flags[text],
    number: (prefix, value) => numbers[prefix](value),
  });
}

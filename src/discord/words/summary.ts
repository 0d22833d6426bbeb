import { type ImageSlot, type VeoParameter, veoParameters } from '../../veo/parameters.ts';
import { settingValue, type VeoSettings } from '../../veo/settings.ts';

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

/** All settings but the prompts in one line. In English it is the line of src/veo/summary.ts. */
export const translatedSummary = (
  settings: VeoSettings,
  slots: readonly ImageSlot[],
  words: SummaryWords,
): string =>
  veoParameters()
    .map(([name, row]) =>
      row.kind === 'images'
        ? picturesText(row, slots, words)
        : valueText(row, settingValue(settings, name), words),
    )
    .filter((part) => part !== '')
    .join(' · ');

function picturesText(row: Row<'images'>, slots: readonly ImageSlot[], words: SummaryWords): string {
  const count = row.options.filter((slot) => slots.includes(slot)).length;
  return count === 0 ? '' : words.pictures[row.label](count);
}

function valueText(
  row: Exclude<VeoParameter, Row<'images'>>,
  value: string | number | boolean | undefined,
  words: SummaryWords,
): string {
  if (value === undefined) return '';
  switch (row.kind) {
    case 'text':
      return '';
    case 'choice': {
      const choice = row.choices.find((candidate) => candidate.value === value);
      const text = choice !== undefined && 'short' in choice ? choice.short : String(value);
      const translations: Partial<Record<string, string>> = words.choices;
      return translations[text] ?? text;
    }
    case 'flag':
      return words.flags[row.short[value ? 'true' : 'false']];
    case 'integer':
      return words.numbers[row.shortPrefix](Number(value));
  }
}

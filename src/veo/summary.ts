import { type ImageSlot, type VeoParameter, veoParameters } from './parameters.ts';
import { settingValue, type VeoSettings } from './settings.ts';

type Row<K extends VeoParameter['kind']> = Extract<VeoParameter, { kind: K }>;

/** The words of a summary line, for what the table of parameters says in English. */
export interface SummaryTexts {
  pictures(label: Row<'images'>['label'], count: number): string;
  /** "720p", "8 s", "style reference". */
  choice(text: string): string;
  flag(text: Row<'flag'>['short']['true' | 'false']): string;
  number(prefix: Row<'integer'>['shortPrefix'], value: number): string;
}

const AS_IN_TABLE: SummaryTexts = {
  pictures: (label, count) => (count === 1 ? label : `${count} ${label}s`),
  choice: (text) => text,
  flag: (text) => text,
  number: (prefix, value) => `${prefix}${value}`,
};

/** All settings but the prompts in one line, as cards and results show them; in English when no words are given. */
export function summaryLine(
  settings: VeoSettings,
  slots: readonly ImageSlot[],
  texts: SummaryTexts = AS_IN_TABLE,
): string {
  return veoParameters()
    .map(([name, row]) =>
      row.kind === 'images'
        ? picturesText(row, slots, texts)
        : valueText(row, settingValue(settings, name), texts),
    )
    .filter((part) => part !== '')
    .join(' · ');
}

function picturesText(row: Row<'images'>, slots: readonly ImageSlot[], texts: SummaryTexts): string {
  const count = row.options.filter((slot) => slots.includes(slot)).length;
  return count === 0 ? '' : texts.pictures(row.label, count);
}

function valueText(
  row: Exclude<VeoParameter, Row<'images'>>,
  value: string | number | boolean | undefined,
  texts: SummaryTexts,
): string {
  if (value === undefined) return '';
  switch (row.kind) {
    case 'text':
      return '';
    case 'choice': {
      const choice = row.choices.find((candidate) => candidate.value === value);
      return texts.choice(choice !== undefined && 'short' in choice ? choice.short : String(value));
    }
    case 'flag':
      return texts.flag(row.short[value ? 'true' : 'false']);
    case 'integer':
      return texts.number(row.shortPrefix, Number(value));
  }
}

import { type ImageSlot, type VeoParameter, veoParameters } from './parameters.ts';
import { settingValue, type VeoSettings } from './settings.ts';

/** All settings but the prompts in one line, as cards and results show them. */
export function summaryLine(settings: VeoSettings, slots: readonly ImageSlot[]): string {
  return veoParameters()
    .map(([name, row]) =>
      row.kind === 'images' ? picturesText(row, slots) : valueText(row, settingValue(settings, name)),
    )
    .filter((part) => part !== '')
    .join(' · ');
}

type Images = Extract<VeoParameter, { kind: 'images' }>;

function picturesText(row: Images, slots: readonly ImageSlot[]): string {
  const count = row.options.filter((slot) => slots.includes(slot)).length;
  if (count === 0) return '';
  return count === 1 ? row.label : `${count} ${row.label}s`;
}

function valueText(row: Exclude<VeoParameter, Images>, value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  switch (row.kind) {
    case 'text':
      return '';
    case 'choice': {
      const choice = row.choices.find((candidate) => candidate.value === value);
      return choice !== undefined && 'short' in choice ? choice.short : String(value);
    }
    case 'flag':
      return row.short[value ? 'true' : 'false'];
    case 'integer':
      return `${row.shortPrefix}${value}`;
  }
}

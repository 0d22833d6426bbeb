import type { Draft } from '../../challenges/editable.ts';
import { ExpectedError } from '../../lib/errors.ts';
import { cut, plainText } from '../text.ts';
import type { TypedField } from './panel-page.ts';

const ECHO_MAX_LENGTH = 40;
const NUMBER_MAX_LENGTH = 12;

/** Refuses what was typed, and says what to type. */
export const notThat = (label: string, text: string, wanted: string): ExpectedError =>
  new ExpectedError(
    'setting',
    `**${label}**: “${plainText(cut(text, ECHO_MAX_LENGTH))}” will not do. Type ${wanted}.`,
  );

/** A whole number within bounds, or nothing. */
export function wholeNumber(options: {
  key: string;
  label: string;
  /** What nothing means: "any". */
  empty: string;
  bounds: { min: number; max: number };
  of: (draft: Draft) => number | undefined;
  set: (value: number | undefined, before: Draft) => Draft;
}): TypedField {
  const { key, label, empty, of, set } = options;
  const { min, max } = options.bounds;
  const wanted = `a whole number from ${min} to ${max}`;
  return {
    key,
    label,
    hint: `Type ${wanted}; empty: ${empty}.`,
    maxLength: NUMBER_MAX_LENGTH,
    typed: (draft) => String(of(draft) ?? ''),
    change: (text, before) => {
      if (text === '') return set(undefined, before);
      const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
      if (value >= min && value <= max) return set(value, before);
      throw notThat(label, text, `${wanted}, or nothing for “${empty}”`);
    },
  };
}

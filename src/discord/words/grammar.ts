import type { Language } from '../../moderation/language.ts';

/** Picks the form of a word for a number. */
export function pluralsOf(
  language: Language,
): (count: number, forms: { one: string; other: string }) => string {
  const rules = new Intl.PluralRules(language);
  return (count, { one, other }) => (rules.select(count) === 'one' ? one : other);
}

/** Creative units as a language writes numbers: "12,5 CU". */
export function unitsOf(language: Language): (amount: number) => string {
  const decimal = decimalsOf(language);
  return (amount) => `${decimal(amount)} CU`;
}

/** Numbers with at most two places behind the point, or the comma. */
export function decimalsOf(language: Language): (number: number) => string {
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 2, useGrouping: false });
  return (number) => format.format(number);
}

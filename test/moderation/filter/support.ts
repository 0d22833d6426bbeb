import { createPromptFilter, type PromptFilter } from '../../../src/moderation/filter/matcher.ts';
import type { FilterRule } from '../../../src/moderation/filter/rule.ts';

export const word = (text: string, id = 0): FilterRule => ({ id, kind: 'word', text, action: 'refuse' });
export const pattern = (text: string, id = 0): FilterRule => ({ id, kind: 'pattern', text, action: 'hold' });
export const exception = (text: string, id = 0): FilterRule => ({ id, kind: 'exception', text });

/** A filter of these words and phrases, with their places in the list as ids. */
export const filterOf = (...texts: string[]): PromptFilter =>
  createPromptFilter(texts.map((text, id) => word(text, id)));

export const slicesOf = (filter: PromptFilter, text: string): string[] =>
  filter.check(text).map(({ slice }) => slice);

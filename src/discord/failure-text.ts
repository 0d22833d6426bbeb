import type { Failure } from '../jobs/job.ts';
import { cut, plainText } from './text.ts';
import type { Words } from './words/words.ts';

const DETAIL_MAX_LENGTH = 300;

/** What happened and what to do, in plain words. Always true of it: the quota was given back. */
export function failureText({ code, detail }: Failure, words: Words): string {
  const text = words.failure[code];
  return typeof text === 'string' ? text : text(because(detail, words));
}

/** The other side's words, as they are; the sentence around them ends itself. */
const because = (detail: string | undefined, words: Words): string =>
  detail ? words.because(plainText(cut(detail.replace(/\.\s*$/, ''), DETAIL_MAX_LENGTH))) : '';

import { expect } from 'vitest';
import type { CardMessage } from '../../../src/discord/card.ts';
import { channelMessage } from '../../../src/sandbox/discord/message-body.ts';

/** Fails when Discord would not take a message. */
export function expectTaken(message: CardMessage): void {
  const { error } = channelMessage.safeParse({ ...message, content: message.content || undefined });
  expect(error?.issues).toBeUndefined();
}

/** Everything that can be read in it. */
export const textIn = ({ content, embeds }: CardMessage): string =>
  [content, ...embeds.map(({ description }) => description ?? '')].join('\n').trim();

export const labelsIn = ({ components }: CardMessage): string[] =>
  components.flatMap((row) => row.components.flatMap((part) => ('label' in part ? (part.label ?? []) : [])));

/** A text with everything in it that could be formatted, linked or ping somebody. */
export const ACTIVE = '**@everyone** <@300000000000000009> [see](https://evil.example)\n# Big ||x|| `y`';
/** As Discord is to show it: every sign of it as it is. */
export const ACTIVE_ESCAPED =
  '\\*\\*\\@everyone\\*\\* \\<\\@300000000000000009\\> \\[see\\]\\(https\\://evil\\.example\\) \\# Big \\|\\|x\\|\\| \\`y\\`';

import { ExpectedError } from '../lib/errors.ts';
import type { FilterMatch } from '../moderation/filter/matcher.ts';
import type { GuildSettings } from '../moderation/guild-settings.ts';
import type { PromptFilters } from '../moderation/prompt-filters.ts';
import type { VeoSettings } from '../veo/settings.ts';
import { isModerator, type OrderingMember } from './asking-member.ts';

/** What is looked at of an order. */
export interface CheckedOrder {
  guildId: string;
  member: OrderingMember;
  settings: Pick<VeoSettings, 'prompt' | 'negativePrompt'>;
}

const DAY_MS = 24 * 3_600_000;
/** A pattern can match a whole prompt: so much of a match is quoted. */
const QUOTED_MAX_LENGTH = 60;
const QUOTED_MAX = 10;

/**
 * Passes everything that a video would echo through the server's filter.
 * @returns why it has to wait for a moderator; undefined when it need not
 * @throws ExpectedError when the filter refuses it
 */
export async function approvalReason(
  filters: PromptFilters,
  house: GuildSettings,
  { guildId, member, settings: { prompt, negativePrompt } }: CheckedOrder,
  now: number,
): Promise<string | undefined> {
  const matches = [
    ...(await filters.check(guildId, prompt)),
    ...(negativePrompt === undefined ? [] : await filters.check(guildId, negativePrompt)),
  ];
  refuseFiltered(matches);
  const held = matches.find(({ action }) => action === 'hold');
  if (held) return `The prompt filter found “${shortened(held.slice)}”.`;
  if (isModerator(member, house)) return undefined;
  switch (house.approval) {
    case 'off':
      return undefined;
    case 'all':
      return 'Every video is approved by a moderator here.';
    case 'new-members': {
      const isNew = (member.joinedAt ?? now) > now - house.newMemberDays * DAY_MS;
      return isNew ? `Its author joined less than ${house.newMemberDays} days ago.` : undefined;
    }
  }
}

/**
 * Passes texts that the bot shall show through the server's filter: titles, themes, rules, reasons.
 * @throws ExpectedError when the filter refuses one
 */
export async function requireAllowedTexts(
  filters: PromptFilters,
  guildId: string,
  texts: readonly (string | undefined)[],
): Promise<void> {
  const matches = await Promise.all(
    texts.map((text) => (text === undefined ? [] : filters.check(guildId, text))),
  );
  refuseFiltered(matches.flat(), 'here. Nothing was saved');
}

/**
 * @param where what the filter keeps the words out of, and that nothing came of it
 * @throws ExpectedError for matches that refuse a text
 */
function refuseFiltered(matches: readonly FilterMatch[], where = 'in prompts. Nothing was charged'): void {
  const slices = matches.filter(({ action }) => action === 'refuse').map(({ slice }) => shortened(slice));
  const refused = [...new Set(slices)];
  if (refused.length === 0) return;
  const left = refused.length - QUOTED_MAX;
  const named = refused.slice(0, QUOTED_MAX).map(quoted).join(', ');
  throw new ExpectedError(
    'filtered',
    `This server does not allow ${named}${left > 0 ? ` and ${left} more` : ''} ${where}: change the words and try again.`,
  );
}

/** On one line, and not longer than a sentence bears; never cut through a surrogate pair. */
function shortened(text: string): string {
  const characters = [...text.replaceAll(/\s+/gu, ' ').trim()];
  return characters.length <= QUOTED_MAX_LENGTH
    ? characters.join('')
    : `${characters.slice(0, QUOTED_MAX_LENGTH - 1).join('')}…`;
}

/** In a code span nothing is formatted; it ends only at a backtick. */
const quoted = (text: string): string => `\`${text.replaceAll('`', 'ˋ')}\``;

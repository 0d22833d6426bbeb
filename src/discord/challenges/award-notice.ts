import { type RoleAward, triedUntil } from '../../challenges/award.ts';
import type { Challenge } from '../../challenges/challenge.ts';
import type { CardMessage } from '../card.ts';
import { fitted, momentText } from '../moderation/words.ts';

const COLOUR = { open: 0xf0b232, done: 0x57f287 } as const;
const TITLE_MAX_LENGTH = 160;
/** Places can be shared by many. */
const SHOWN_MAX = 6;

/** What is wrong with a challenge's prizes: those that are still to be given, or were to be taken back by now. */
export type AwardTrouble = 'role-owed' | 'role-kept';

type Closed = Pick<Challenge, 'title' | 'closedAt' | 'phaseSince'>;

/** Tells a server's log which roles cannot be given, or not be taken back, and what to do; and later that it is done. */
export function renderAwardTrouble(
  kind: AwardTrouble,
  challenge: Closed,
  awards: readonly RoleAward[],
  now: number,
): CardMessage {
  const lines = troubleLines(kind, challenge, awards, now);
  const title = fitted(challenge.title, TITLE_MAX_LENGTH);
  const isDone = lines.length === 0;
  const heading = isDone ? `✅ **Prizes of ${title}**` : `⚠️ **Prizes of ${title}**`;
  const description = [heading, ...(isDone ? [DONE[kind]] : lines)].join('\n');
  return {
    content: '',
    embeds: [{ color: isDone ? COLOUR.done : COLOUR.open, description }],
    components: [],
  };
}

const DONE: Record<AwardTrouble, string> = {
  'role-owed': 'No role is owed to a winner any more.',
  'role-kept': 'No role is to be taken back any more.',
};

/** One line for each role that is in this trouble; with how to mend it below, where the bot tries again. */
export function troubleLines(
  kind: AwardTrouble,
  { closedAt, phaseSince }: Closed,
  awards: readonly RoleAward[],
  now: number,
): string[] {
  const inTrouble = awards.filter((award) => isIn(kind, award, now));
  const lines = inTrouble.slice(0, SHOWN_MAX).map((award) => awardLine(award, closedAt ?? phaseSince));
  const more = inTrouble.length - lines.length;
  const isTried = inTrouble.some(({ state }) => state !== 'given-up');
  return [...lines, ...(more > 0 ? [`- … and ${more} more`] : []), ...(isTried ? [REMEDY] : [])];
}

const REMEDY =
  'What to do: allow my role **Manage Roles**, and drag it above these roles in Server Settings → Roles. I try again by myself, at least every half hour.';

function isIn(kind: AwardTrouble, { state, expiresAt }: RoleAward, now: number): boolean {
  switch (kind) {
    case 'role-owed':
      return state === 'owed' || state === 'giving' || (state === 'given-up' && expiresAt === undefined);
    case 'role-kept':
      return expiresAt !== undefined && (state === 'given-up' || (state === 'held' && expiresAt <= now));
  }
}

function awardLine(award: RoleAward, closedAt: number): string {
  const { roleId, userId, state, expiresAt } = award;
  const [what, byHand] =
    expiresAt === undefined
      ? [
          `<@&${roleId}> for <@${userId}> is not given yet`,
          `I have given up giving <@&${roleId}> to <@${userId}>`,
        ]
      : [
          `<@&${roleId}> of <@${userId}> is not taken back yet`,
          `I have given up taking <@&${roleId}> back from <@${userId}>`,
        ];
  return state === 'given-up'
    ? `- ${byHand}: do it by hand, in Discord, with another role if this one is gone.`
    : `- ${what}: I try until ${momentText(triedUntil(award, closedAt))}.`;
}

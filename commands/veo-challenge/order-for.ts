import type { Challenge } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import {
  type Objection,
  objectionsToEntrant,
  objectionsToMaking,
  takesEntries,
} from '../../src/challenges/entry-rules.ts';
import { filledIn } from '../../src/challenges/filled-in.ts';
import {
  notTakingText,
  objectionLines,
  refuseObjections,
  titleText,
} from '../../src/discord/challenges/objection-text.ts';
import type { VideoOrder } from '../../src/jobs/admission.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { BlockStore } from '../../src/moderation/block.ts';
import { applyHouseRules } from '../../src/moderation/house-rules.ts';
import type { SettingsStore } from '../../src/moderation/settings-store.ts';
import { completeSettings, type GivenSettings } from '../../src/veo/settings.ts';
import { inSight, type Looking, type SightOptions } from './in-sight.ts';
import { participantOf } from './participant.ts';

export interface OrderForOptions extends SightOptions {
  challenges: Pick<ChallengeStore, 'find'>;
  settings: Pick<SettingsStore, 'of'>;
  blocks: Pick<BlockStore, 'active'>;
  clock: Clock;
}

/** The challenge that a video is to be made for: because its author says so, or because the video before it was. */
export interface MeantFor {
  challengeId: number;
  how: 'said' | 'inherited';
}

export interface OrderFor {
  /** Undefined when it is not made for it after all. */
  challengeId: number | undefined;
  settings: GivenSettings;
  /** What its author should know. */
  notes: string[];
}

type Wish = Pick<VideoOrder, 'settings' | 'pictures' | 'kept'>;

/**
 * Checks an order against the rules of the challenge that it is for, and fills in what those allow. What merely inherits its
 * challenge goes on without it where the rules stand against that.
 * @throws ExpectedError with everything that stands against an order whose author has named the challenge
 */
export async function orderFor(
  options: OrderForOptions,
  used: Looking,
  wish: Wish,
  { challengeId, how }: MeantFor,
): Promise<OrderFor> {
  const now = options.clock.now();
  const without = (notes: string[]): OrderFor => ({ challengeId: undefined, settings: wish.settings, notes });
  const challenge = await seenChallenge(options, used, challengeId);
  if (!challenge || !takesEntries(challenge, now)) {
    if (how === 'inherited') return without([]);
    throw notTaking(challenge, now);
  }
  const { settings, objections } = await judged(options, used, wish, challenge, now);
  if (objections.length > 0 && how === 'inherited') {
    return without([
      `This video is not for ${titleText(challenge)}, unlike the one before it:\n${objectionLines(objections)}`,
    ]);
  }
  refuseObjections('Nothing was ordered. This video could not enter', challenge, objections);
  return { challengeId, settings, notes: [] };
}

async function seenChallenge(
  options: Pick<OrderForOptions, 'challenges' | 'directory'>,
  looking: Looking,
  challengeId: number,
): Promise<Challenge | undefined> {
  const challenge = await options.challenges.find(challengeId);
  return challenge?.guildId === looking.guildId
    ? (await inSight(options, looking, [challenge]))[0]
    : undefined;
}

/** What the order is with everything filled in, and what stands against that. */
async function judged(
  { settings: house, blocks }: OrderForOptions,
  used: Looking,
  { settings: given, pictures, kept = [] }: Wish,
  challenge: Challenge,
  now: number,
): Promise<{ settings: GivenSettings; objections: Objection[] }> {
  const slots = [...pictures, ...kept].map(({ slot }) => slot);
  const rules = await house.of(used.guildId);
  const who = await participantOf(blocks, used, now);
  const settings = filledIn(challenge, rules, given, slots);
  const made = completeSettings(applyHouseRules(rules, settings, slots), 0);
  const objections = [
    ...objectionsToEntrant(challenge, who, now),
    ...objectionsToMaking(challenge, { settings: made, images: slots }),
  ];
  return { settings, objections };
}

const notTaking = (challenge: Challenge | undefined, now: number): ExpectedError =>
  new ExpectedError(
    'challenge-not-open',
    challenge
      ? `Nothing was ordered. ${notTakingText(challenge, now)}`
      : 'I do not know this challenge here: choose one of those that are offered while you type.',
  );

import {
  type APIApplicationCommandOptionChoice,
  type APIApplicationCommandStringOption,
  ApplicationCommandOptionType,
} from 'discord.js';
import type { Challenge } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import type { Phase } from '../../src/challenges/phases.ts';
import { cut, oneLine } from '../../src/discord/text.ts';
import { ExpectedError } from '../../src/lib/errors.ts';

const CHOICES_MAX = 25;
const CHOICE_NAME_MAX_LENGTH = 100;
/** Those that can be named, newest first. */
const LOOKED_AT_MAX = 100;

/** The option `challenge`, which is completed while it is typed. */
export const challengeOption = (description: string): APIApplicationCommandStringOption => ({
  type: ApplicationCommandOptionType.String,
  name: 'challenge',
  description,
  max_length: CHOICE_NAME_MAX_LENGTH,
  autocomplete: true,
});

type Lookup = Pick<ChallengeStore, 'ofGuild'>;

/** Challenges of a server whose title holds what was typed. */
export async function challengeChoices(
  challenges: Lookup,
  guildId: string,
  phases: readonly Phase[],
  typed: string,
): Promise<APIApplicationCommandOptionChoice<string>[]> {
  const all = await challenges.ofGuild(guildId, phases, LOOKED_AT_MAX);
  const looked = folded(typed);
  return all
    .filter(({ title }) => folded(title).includes(looked))
    .slice(0, CHOICES_MAX)
    .map(({ id, title }) => ({
      name: cut(oneLine(title), CHOICE_NAME_MAX_LENGTH) || `Challenge ${id}`,
      value: String(id),
    }));
}

/**
 * The challenge that is meant: by the choice that was taken, or by its title, whatever its case.
 * @throws ExpectedError when there is none in these phases
 */
export async function meantChallenge(
  challenges: Lookup,
  guildId: string,
  phases: readonly Phase[],
  typed: string,
): Promise<Challenge> {
  const all = await challenges.ofGuild(guildId, phases, LOOKED_AT_MAX);
  const meant =
    all.find(({ id }) => String(id) === typed.trim()) ??
    all.find(({ title }) => folded(title) === folded(typed));
  if (meant) return meant;
  throw new ExpectedError(
    'no-such-challenge',
    'I do not know this challenge here: choose one of those that are offered while you type.',
  );
}

const folded = (text: string): string => oneLine(text).normalize('NFKC').toUpperCase();

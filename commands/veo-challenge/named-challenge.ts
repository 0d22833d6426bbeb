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
import { inSight, type Looking, type SightOptions } from './in-sight.ts';

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
type MembersLookup = SightOptions & { challenges: Lookup };
type Choice = APIApplicationCommandOptionChoice<string>;

/** For hosts and moderators: challenges of a server whose title holds what was typed. */
export async function challengeChoices(
  challenges: Lookup,
  guildId: string,
  phases: readonly Phase[],
  typed: string,
): Promise<Choice[]> {
  return choicesAmong(await challenges.ofGuild(guildId, phases, LOOKED_AT_MAX), typed);
}

/** The same for members: of the challenges whose channels they see. */
export async function choicesInSight(
  options: MembersLookup,
  looking: Looking,
  phases: readonly Phase[],
  typed: string,
): Promise<Choice[]> {
  return choicesAmong(await seenBy(options, looking, phases), typed);
}

/**
 * For hosts and moderators: the challenge that is meant, by the choice that was taken, or by its title, whatever its case.
 * @throws ExpectedError when there is none in these phases, or several of this title: those of a series have the same
 */
export async function meantChallenge(
  challenges: Lookup,
  guildId: string,
  phases: readonly Phase[],
  typed: string,
): Promise<Challenge> {
  const all = await challenges.ofGuild(guildId, phases, LOOKED_AT_MAX);
  const meant = meantAmong(all, typed);
  if (isChoice(meant, typed) || titled(all, typed).length === 1) return meant;
  throw new ExpectedError(
    'which-challenge',
    'Several challenges have this title: choose one of those that are offered while you type.',
  );
}

/** The same for members: of the challenges whose channels they see; the newest of a title. */
export async function meantInSight(
  options: MembersLookup,
  looking: Looking,
  phases: readonly Phase[],
  typed: string,
): Promise<Challenge> {
  return meantAmong(await seenBy(options, looking, phases), typed);
}

/** A server's challenges whose channels a member sees, newest first. */
export const seenBy = async (
  options: MembersLookup,
  looking: Looking,
  phases: readonly Phase[],
): Promise<Challenge[]> =>
  inSight(options, looking, await options.challenges.ofGuild(looking.guildId, phases, LOOKED_AT_MAX));

function choicesAmong(all: readonly Challenge[], typed: string): Choice[] {
  const looked = folded(typed);
  const titles = all.map(({ title }) => folded(title));
  return all
    .filter((_, index) => titles[index]?.includes(looked))
    .slice(0, CHOICES_MAX)
    .map((challenge) => {
      const isOneOfMany =
        titles.indexOf(folded(challenge.title)) !== titles.lastIndexOf(folded(challenge.title));
      return { name: choiceName(challenge, isOneOfMany), value: String(challenge.id) };
    });
}

/** Challenges of a series have the same title: their themes tell which is which. */
function choiceName({ id, title, theme }: Challenge, isOneOfMany: boolean): string {
  const name = cut(oneLine(title), CHOICE_NAME_MAX_LENGTH) || `Challenge ${id}`;
  return isOneOfMany ? cut(`${name} (#${id}): ${oneLine(theme)}`, CHOICE_NAME_MAX_LENGTH) : name;
}

function meantAmong(all: readonly Challenge[], typed: string): Challenge {
  const meant = all.find((one) => isChoice(one, typed)) ?? titled(all, typed)[0];
  if (meant) return meant;
  throw new ExpectedError(
    'no-such-challenge',
    'I do not know this challenge here: choose one of those that are offered while you type.',
  );
}

const isChoice = ({ id }: Challenge, typed: string): boolean => String(id) === typed.trim();

const titled = (all: readonly Challenge[], typed: string): Challenge[] =>
  all.filter(({ title }) => folded(title) === folded(typed));

const folded = (text: string): string => oneLine(text).normalize('NFKC').toUpperCase();

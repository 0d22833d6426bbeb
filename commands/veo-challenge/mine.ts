import {
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
} from 'discord.js';
import { type Challenge, type Entry, TAKING_PART } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { takesEntries } from '../../src/challenges/entry-rules.ts';
import { PHASES } from '../../src/challenges/phases.ts';
import {
  MINE_PAGE_SIZE,
  type OwnEntries,
  renderMine,
  renderWithdrawal,
} from '../../src/discord/challenges/entry-view.ts';
import { notTakingText } from '../../src/discord/challenges/objection-text.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import { requireInSight, type SightOptions } from './in-sight.ts';
import { challengeOption, choicesInSight, meantInSight } from './named-challenge.ts';
import type { ChallengePart } from './part.ts';
import { showPrivately } from './shown-privately.ts';

export interface MineOptions extends SightOptions {
  challenges: Pick<
    ChallengeStore,
    'ofGuild' | 'find' | 'entry' | 'entriesOf' | 'enteredBy' | 'withdraw' | 'outcome'
  >;
  store: Pick<JobStore, 'find'>;
  clock: Clock;
}

type Asked = ChatInputCommandInteraction<'raw' | 'cached'> | MessageComponentInteraction<'raw' | 'cached'>;

/** Drafts have no entries. */
const ENTERABLE = PHASES.filter((phase) => phase !== 'draft');

/**
 * `/veo-challenge mine`: one's own entries of now and before, how each stands and why, and the way to withdraw one. Whoever does
 * not see a challenge's channel any more has that still: those entries are theirs.
 */
export function createMine(options: MineOptions): ChallengePart {
  const { challenges, store, clock } = options;

  const withEntries = async (challenge: Challenge, userId: string): Promise<OwnEntries> => {
    const own = await challenges.entriesOf(challenge.id, userId);
    const outcome = challenge.phase === 'closed' ? await challenges.outcome(challenge.id) : undefined;
    const entries = await Promise.all(
      own.map(async (entry) => ({
        entry,
        job: await store.find(entry.jobId),
        placement: outcome?.placements.find(({ entryId }) => entryId === entry.id),
      })),
    );
    return { challenge, entries };
  };

  const showPage = async (asked: Asked, wanted: number): Promise<void> => {
    const { guildId, user } = asked;
    const pageOf = (page: number) => challenges.enteredBy(guildId, user.id, page, MINE_PAGE_SIZE);
    let page = wanted;
    let { challenges: entered, total } = await pageOf(page);
    if (entered.length === 0 && total > 0) {
      page = Math.ceil(total / MINE_PAGE_SIZE) - 1;
      ({ challenges: entered, total } = await pageOf(page));
    }
    const found = await Promise.all(entered.map((challenge) => withEntries(challenge, user.id)));
    const pages = Math.max(1, Math.ceil(total / MINE_PAGE_SIZE));
    await showPrivately(asked, renderMine({ found, page, pages, now: clock.now() }));
  };

  const showOne = async (asked: Asked, challenge: Challenge): Promise<void> => {
    const own = await withEntries(challenge, asked.user.id);
    const found = own.entries.length === 0 ? [] : [own];
    await showPrivately(asked, renderMine({ found, page: 0, pages: 1, now: clock.now() }));
  };

  /** @throws ExpectedError when it is not theirs to withdraw, or too late */
  const withdrawable = async (
    { guildId, user }: Asked,
    entryId: number,
  ): Promise<{ entry: Entry; challenge: Challenge }> => {
    const entry = await challenges.entry(entryId);
    const challenge = entry && (await challenges.find(entry.challengeId));
    if (!entry || challenge?.guildId !== guildId || entry.userId !== user.id) {
      throw new ExpectedError(
        'no-such-entry',
        'This is no entry of yours: `/veo-challenge mine` shows those you have.',
      );
    }
    if (!TAKING_PART.some((state) => state === entry.state)) throw takesNoPart();
    if (!takesEntries(challenge, clock.now())) throw tooLate(challenge, clock.now());
    return { entry, challenge };
  };

  return {
    subcommands: [
      {
        data: {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'mine',
          description: 'See how your entries stand, and withdraw one',
          options: [challengeOption('Only this challenge (default: all of them)')],
        },
        execute: async (interaction) => {
          const named = interaction.options.getString('challenge');
          if (named === null) return showPage(interaction, 0);
          await showOne(interaction, await meantInSight(options, interaction, ENTERABLE, named));
        },
        autocomplete: async (interaction) => {
          const typed = interaction.options.getFocused();
          await interaction.respond(await choicesInSight(options, interaction, ENTERABLE, typed));
        },
      },
    ],
    components: {
      'challenge-mine': async (interaction, challengeId, { argument }) => {
        if (challengeId === 0) return showPage(interaction, Number(argument) || 0);
        const challenge = await challenges.find(challengeId);
        if (challenge?.guildId !== interaction.guildId || challenge.phase === 'draft') {
          throw new ExpectedError(
            'no-such-challenge',
            'I do not know this challenge any more: `/veo-challenge mine` shows all your entries.',
          );
        }
        const own = await challenges.entriesOf(challengeId, interaction.user.id);
        if (own.length === 0) await requireInSight(options, interaction, challenge);
        await showOne(interaction, challenge);
      },
      'challenge-withdraw': async (interaction, entryId) => {
        const { entry, challenge } = await withdrawable(interaction, entryId);
        await showPrivately(interaction, renderWithdrawal(challenge, entry));
      },
      'challenge-withdraw-sure': async (interaction, entryId) => {
        const { challenge } = await withdrawable(interaction, entryId);
        const withdrawn = await challenges.withdraw(entryId, clock.now());
        if (!withdrawn) throw tooLate(challenge, clock.now());
        await showOne(interaction, challenge);
      },
    },
  };
}

const takesNoPart = (): ExpectedError =>
  new ExpectedError(
    'takes-no-part',
    'This entry takes no part (any more): `/veo-challenge mine` says what became of it.',
  );

const tooLate = (challenge: Challenge, now: number): ExpectedError =>
  new ExpectedError(
    'entries-closed',
    takesEntries(challenge, now)
      ? 'It was withdrawn or closed at this moment: `/veo-challenge mine` shows how it stands.'
      : `It is too late to withdraw it. ${notTakingText(challenge, now)} If it must not take part, ask a moderator.`,
  );

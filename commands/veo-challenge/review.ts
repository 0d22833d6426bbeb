import {
  ApplicationCommandOptionType,
  ComponentType,
  type MessageComponentInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  TextInputStyle,
} from 'discord.js';
import type { Challenge, Entry } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { entryDetail } from '../../src/challenges/entry-cases.ts';
import { orderingMember } from '../../src/discord/asking-member.ts';
import { customId } from '../../src/discord/custom-id.ts';
import {
  entryName,
  isOpenForReview,
  REVIEW_PAGE_SIZE,
  type ReviewPage,
  renderReviewPage,
} from '../../src/discord/moderation/entry-review.ts';
import { requireAllowedTexts } from '../../src/jobs/approval.ts';
import { isModerator } from '../../src/jobs/asking-member.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { PromptFilters } from '../../src/moderation/prompt-filters.ts';
import type { SettingsStore } from '../../src/moderation/settings-store.ts';
import type { Moderator } from '../veo-mod/group.ts';
import { REASON_MAX_LENGTH } from '../veo-mod/reason.ts';
import { requireJudge, type Used } from './judging.ts';
import type { ChallengePart } from './part.ts';

export interface ReviewOptions {
  challenges: Pick<ChallengeStore, 'ofGuild' | 'find' | 'entry' | 'entries' | 'decide'>;
  store: Pick<JobStore, 'find'>;
  settings: Pick<SettingsStore, 'of'>;
  filters: PromptFilters;
  clock: Clock;
}

type Deciding = MessageComponentInteraction<'raw' | 'cached'> | ModalSubmitInteraction<'raw' | 'cached'>;

/** What a button says of the entry that it is about. */
interface LookedAt {
  id: number;
  /** The video that it was when it was shown. */
  jobId: number;
  /** On a page of the list: after which entry that page begins. */
  after: number | undefined;
}

const REASON = 'reason';
const CHALLENGES_MAX = 100;

/** `/veo-challenge review`, and the buttons **Accept** and **Refuse** of entries that wait, there and in moderators' messages. */
export function createReview(options: ReviewOptions): ChallengePart {
  const { challenges, store, settings, filters, clock } = options;

  /**
   * What waits in a server, those first that come after an entry.
   * @throws ExpectedError for whoever does not judge there
   */
  const page = async (used: Used, after: number, note?: string): Promise<ReviewPage> => {
    const { guildId, house } = await requireJudge(settings, used);
    const reviewed = await challenges.ofGuild(guildId, ['open', 'review'], CHALLENGES_MAX);
    const waiting = await Promise.all(
      reviewed.map(async (challenge) =>
        (await challenges.entries(challenge.id, ['waiting'])).map((entry) => ({ challenge, entry })),
      ),
    );
    const all = waiting.flat().sort((a, b) => a.entry.id - b.entry.id);
    const begin = all.some(({ entry }) => entry.id > after) ? after : 0;
    const shown = all.filter(({ entry }) => entry.id > begin).slice(0, REVIEW_PAGE_SIZE);
    return {
      shown: await Promise.all(
        shown.map(async (one) => ({ ...one, job: await store.find(one.entry.jobId) })),
      ),
      after: begin,
      total: all.length,
      namesAuthors: isModerator(orderingMember(used), house),
      note,
    };
  };

  /**
   * The entry that a button is about.
   * @throws ExpectedError when it cannot be decided on (any more), or not by this judge
   */
  const open = async (
    judge: Moderator,
    { id, jobId }: LookedAt,
  ): Promise<{ challenge: Challenge; entry: Entry }> => {
    const entry = await challenges.entry(id);
    const challenge = entry && (await challenges.find(entry.challengeId));
    if (!entry || challenge?.guildId !== judge.guildId || !isOpenForReview({ challenge, entry })) {
      throw decidedAlready();
    }
    if (entry.jobId !== jobId) throw swapped(entry);
    if (entry.userId === judge.userId) throw ownEntry();
    return { challenge, entry };
  };

  const decide = async (
    interaction: Deciding,
    lookedAt: LookedAt,
    verdict: Extract<Entry['state'], 'accepted' | 'refused'>,
    reason?: string,
  ): Promise<void> => {
    const judge = await requireJudge(settings, interaction);
    const { challenge, entry } = await open(judge, lookedAt);
    await requireAllowedTexts(filters, challenge.guildId, [reason]);
    const kind = verdict === 'accepted' ? 'entry-accept' : 'entry-refuse';
    const draft = { kind, actorId: judge.userId, reason, detail: entryDetail(challenge, entry) } as const;
    const made = await challenges.decide(entry, verdict, draft, clock.now());
    if (!made) throw decidedAlready();
    const told = `${entryName({ challenge, entry })}: waiting → ${verdict}. Case ${made.number}.`;
    const allowedMentions = { parse: [] };
    const onList = interaction.isMessageComponent() || interaction.isFromMessage() ? interaction : undefined;
    if (lookedAt.after === undefined || !onList) {
      // The message for all moderators is mended by itself.
      await interaction.reply({ content: told, flags: MessageFlags.Ephemeral, allowedMentions });
    } else {
      const left = await page(interaction, lookedAt.after, told);
      await onList.update({ ...renderReviewPage(left), allowedMentions });
    }
  };

  return {
    subcommands: [
      {
        data: {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'review',
          description: 'For hosts and moderators: decide on entries that wait',
        },
        execute: async (interaction) => {
          await interaction.reply({
            ...renderReviewPage(await page(interaction, 0)),
            flags: MessageFlags.Ephemeral,
            allowedMentions: { parse: [] },
          });
        },
      },
    ],

    components: {
      'entry-review': async (interaction, after) => {
        await interaction.update({
          ...renderReviewPage(await page(interaction, after)),
          allowedMentions: { parse: [] },
        });
      },
      'entry-accept': (interaction, id, { argument }) =>
        decide(interaction, lookedAt(id, argument), 'accepted'),
      'entry-refuse': async (interaction, id, { argument }) => {
        const { entry } = await open(await requireJudge(settings, interaction), lookedAt(id, argument));
        await interaction.showModal({
          custom_id: customId('entry-refuse', id, argument),
          title: `Refuse entry ${entry.number}`,
          components: [
            {
              type: ComponentType.Label,
              label: 'Why?',
              description: 'Its author is told.',
              component: {
                type: ComponentType.TextInput,
                custom_id: REASON,
                style: TextInputStyle.Paragraph,
                max_length: REASON_MAX_LENGTH,
                required: true,
              },
            },
          ],
        });
      },
    },

    modals: {
      'entry-refuse': async (interaction, id, { argument }) => {
        const reason = interaction.fields.getTextInputValue(REASON).trim();
        await decide(interaction, lookedAt(id, argument), 'refused', reason);
      },
    },
  };
}

function lookedAt(id: number, argument = ''): LookedAt {
  const [jobId, after] = argument.split(':');
  return { id, jobId: Number(jobId), after: after === undefined ? undefined : Number(after) || 0 };
}

const decidedAlready = (): ExpectedError =>
  new ExpectedError(
    'decided',
    'There is nothing to decide on this entry any more: somebody did, it was withdrawn, or the review is over. `/veo-challenge review` shows what waits.',
  );

const swapped = ({ number }: Entry): ExpectedError =>
  new ExpectedError(
    'entry-swapped',
    `Entry ${number} is another video by now, so nothing was changed: look at it anew, with \`/veo-challenge review\`.`,
  );

const ownEntry = (): ExpectedError =>
  new ExpectedError(
    'own-entry',
    'That is your own entry: another moderator decides on it. If nobody does, it is accepted when the vote begins.',
  );

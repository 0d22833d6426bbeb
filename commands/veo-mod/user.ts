import { type APIApplicationCommandSubcommandGroupOption, ApplicationCommandOptionType } from 'discord.js';
import type { Directory } from '../../src/discord/directory.ts';
import { fittingLines } from '../../src/discord/fitting-lines.ts';
import { because, blockText, blockWords } from '../../src/discord/moderation/words.ts';
import { answerPrivately, deferPrivately } from '../../src/discord/private-answer.ts';
import { count, relativeTime } from '../../src/discord/text.ts';
import { cancelByModerator } from '../../src/jobs/cancel-by-moderator.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { Block, BlockStore } from '../../src/moderation/block.ts';
import { parseDuration } from '../../src/moderation/duration-text.ts';
import type { ModeratorHandler, ModeratorPart } from './group.ts';
import { requireRank } from './rank.ts';
import { REASON_MAX_LENGTH, REASON_OPTION, reasonOf } from './reason.ts';

export interface UserPartOptions {
  blocks: BlockStore;
  store: Pick<JobStore, 'activeInGuild' | 'move'>;
  directory: Pick<Directory, 'guild' | 'member'>;
  clock: Clock;
  /** Called after waiting videos were cancelled. */
  onJobsChanged: () => void;
}

const REASON_IN_LIST_MAX_LENGTH = 200;

const userOption = {
  type: ApplicationCommandOptionType.User,
  name: 'user',
  description: 'The member, who may have left',
  required: true,
} as const;

const data: APIApplicationCommandSubcommandGroupOption = {
  type: ApplicationCommandOptionType.SubcommandGroup,
  name: 'user',
  description: 'Who may not make videos here',
  options: [
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'block',
      description: 'Keep a member from making videos',
      options: [
        userOption,
        {
          type: ApplicationCommandOptionType.String,
          name: 'reason',
          description: 'Why: the member is told',
          required: true,
          max_length: REASON_MAX_LENGTH,
        },
        {
          type: ApplicationCommandOptionType.String,
          name: 'duration',
          description: 'For how long: 30m, 12h, 7d, 2w (default: until you lift it)',
          max_length: 30,
        },
        {
          type: ApplicationCommandOptionType.Boolean,
          name: 'cancel_waiting',
          description: 'Cancel their waiting videos too (default: yes)',
        },
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'unblock',
      description: 'Let a member make videos again',
      options: [userOption, REASON_OPTION],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'list',
      description: 'Show who is blocked, why, by whom and until when',
    },
  ],
};

/** `/veo-mod user`: blocks. */
export function createUserPart(options: UserPartOptions): ModeratorPart {
  const { blocks, store, directory, clock, onJobsChanged } = options;

  const block: ModeratorHandler = async (interaction, moderator) => {
    const { guildId } = moderator;
    const user = interaction.options.getUser('user', true);
    const reason = interaction.options.getString('reason', true).trim();
    const lasts = durationFrom(interaction.options.getString('duration'));
    const cancelsWaiting = interaction.options.getBoolean('cancel_waiting') ?? true;
    await deferPrivately(interaction);
    await requireRank(directory, moderator, user.id);

    const now = clock.now();
    const before = await blocks.active(guildId, user.id, now);
    const until = lasts === undefined ? undefined : now + lasts;
    const after: Block = { guildId, userId: user.id, reason, byId: moderator.userId, since: now, until };
    const draft = {
      kind: 'block',
      actorId: moderator.userId,
      targetId: user.id,
      reason,
      until,
      detail: `${blockWords(before)} → ${blockWords(after)}`,
    } as const;
    const made = await blocks.block(after, draft, now);
    // After the block: nothing new of theirs comes in between.
    const cancelled = cancelsWaiting ? await cancelWaiting(guildId, user.id, reason) : 0;
    const waiting = cancelled === 0 ? '' : ` ${count(cancelled, 'waiting video')} cancelled.`;
    await answerPrivately(
      interaction,
      `<@${user.id}>: ${blockText(before)} → ${blockText(after)}${because(reason)}.${waiting} Case ${made.number}.`,
    );
  };

  const cancelWaiting = async (guildId: string, userId: string, reason: string): Promise<number> => {
    const theirs = (await store.activeInGuild(guildId)).filter((job) => job.userId === userId);
    let cancelled = 0;
    for (const { id } of theirs) {
      if (await cancelByModerator(store, id, { reason }, clock.now())) cancelled += 1;
    }
    if (cancelled > 0) onJobsChanged();
    return cancelled;
  };

  const unblock: ModeratorHandler = async (interaction, moderator) => {
    const { guildId } = moderator;
    const user = interaction.options.getUser('user', true);
    const reason = reasonOf(interaction);
    await deferPrivately(interaction);
    await requireRank(directory, moderator, user.id);
    const now = clock.now();
    const before = await blocks.active(guildId, user.id, now);
    const draft = {
      kind: 'unblock',
      actorId: moderator.userId,
      targetId: user.id,
      reason,
      detail: `${blockWords(before)} → ${blockWords(undefined)}`,
    } as const;
    const made = await blocks.unblock(guildId, user.id, draft, now);
    if (!made) {
      throw new ExpectedError(
        'not-blocked',
        `<@${user.id}> is not blocked here. \`/veo-mod user list\` shows who is.`,
      );
    }
    await answerPrivately(
      interaction,
      `<@${user.id}>: ${blockText(before)} → ${blockText(undefined)}. Case ${made.number}.`,
    );
  };

  const list: ModeratorHandler = async (interaction, { guildId }) => {
    const inForce = await blocks.list(guildId, clock.now());
    await answerPrivately(
      interaction,
      inForce.length === 0
        ? 'Nobody is blocked here.'
        : fittingLines(`**${count(inForce.length, 'member')} blocked**`, inForce.map(blockLine)),
    );
  };

  return { data, handlers: { block, unblock, list } };
}

/** @returns undefined for ever. @throws ExpectedError for a text that names no time */
function durationFrom(text: string | null): number | undefined {
  return text === null || text.trim().toLowerCase() === 'permanent' ? undefined : parseDuration(text);
}

const blockLine = (block: Block): string =>
  `<@${block.userId}> ${blockText(block)}${because(block.reason, REASON_IN_LIST_MAX_LENGTH)} · by <@${block.byId}> ${relativeTime(block.since)}`;

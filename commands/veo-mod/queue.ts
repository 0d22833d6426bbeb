import { type ChatInputCommandInteraction, MessageFlags } from 'discord.js';
import type { Directory } from '../../src/discord/directory.ts';
import { heldJobs, jobChoice, modeWord, renderQueueList } from '../../src/discord/moderation/queue-list.ts';
import { because } from '../../src/discord/moderation/words.ts';
import { answerPrivately, deferPrivately } from '../../src/discord/private-answer.ts';
import { sortJobs } from '../../src/discord/queue-view.ts';
import { ordinal } from '../../src/discord/text.ts';
import { cancelByModerator } from '../../src/jobs/cancel-by-moderator.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import type { QueueMode } from '../../src/jobs/queue-mode.ts';
import { queuePositions } from '../../src/jobs/queue-order.ts';
import { isFinal } from '../../src/jobs/states.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { CaseStore } from '../../src/moderation/case.ts';
import type { ModeratorHandler, ModeratorPart } from './group.ts';
import { queueData } from './queue-data.ts';
import { requireRank } from './rank.ts';
import { reasonOf } from './reason.ts';

export interface QueuePartOptions {
  store: Pick<
    JobStore,
    'activeInGuild' | 'lanes' | 'queueMode' | 'setQueueMode' | 'moveToFront' | 'find' | 'move'
  >;
  cases: Pick<CaseStore, 'ofJob'>;
  directory: Pick<Directory, 'guild' | 'member'>;
  clock: Clock;
  /** Called after the queue was changed. */
  onJobsChanged: () => void;
}

type NewMode = QueueMode['mode'] | 'open';

const CASE_KINDS_OF = { paused: 'queue-pause', draining: 'queue-drain', open: 'queue-resume' } as const;
const EFFECTS: Record<NewMode, string> = {
  paused:
    'Waiting videos keep their places; those at Scenario are finished. `/veo-mod queue resume` opens it.',
  draining: 'No new videos are taken; those that wait are made. `/veo-mod queue resume` opens it.',
  open: 'Videos are taken and made again.',
};
const CHOICES_MAX = 25;
/** Suggestions are late after three seconds: names that take longer are left out. */
const NAMES_WITHIN_MS = 1_500;

/** `/veo-mod queue`. */
export function createQueuePart(options: QueuePartOptions): ModeratorPart {
  const { store, cases, directory, clock, onJobsChanged } = options;
  const positionsIn = async (guildId: string) => queuePositions(await store.lanes(guildId));

  const list: ModeratorHandler = async (interaction, { guildId }) => {
    const jobs = await store.activeInGuild(guildId);
    await interaction.reply({
      ...renderQueueList(jobs, await positionsIn(guildId), await store.queueMode(guildId)),
      flags: MessageFlags.Ephemeral,
      allowedMentions: { parse: [] },
    });
  };

  const setMode =
    (to: NewMode): ModeratorHandler =>
    async (interaction, { guildId, userId }) => {
      const reason = reasonOf(interaction);
      const now = clock.now();
      const before = modeWord(await store.queueMode(guildId));
      const detail = `${before} → ${to}`;
      const made = await store.setQueueMode(
        guildId,
        to === 'open' ? undefined : { mode: to, reason, byId: userId, since: now },
        { kind: CASE_KINDS_OF[to], actorId: userId, reason, detail },
        now,
      );
      if (!made) throw new ExpectedError('queue-mode', `The queue is ${to} already: nothing changed.`);
      onJobsChanged();
      await answerPrivately(
        interaction,
        `The queue: ${detail}${because(reason)}. ${EFFECTS[to]} Case ${made.number}.`,
      );
    };

  const chosenJob = async (interaction: ChatInputCommandInteraction, guildId: string): Promise<Job> => {
    const job = await store.find(interaction.options.getInteger('video', true));
    if (job?.guildId === guildId) return job;
    throw new ExpectedError(
      'no-such-job',
      'There is no such video here: pick one that the list offers, or see `/veo-mod queue list`.',
    );
  };

  const cancel: ModeratorHandler = async (interaction, moderator) => {
    const { guildId, userId: actorId } = moderator;
    const job = await chosenJob(interaction, guildId);
    const targetId = job.userId;
    await deferPrivately(interaction);
    if (targetId !== actorId) await requireRank(directory, moderator, targetId);
    const reason = reasonOf(interaction);
    const draft = {
      kind: 'queue-cancel',
      actorId,
      targetId,
      jobId: job.id,
      reason,
      detail: `${job.state} → cancelled`,
    } as const;
    const cancelled = await cancelByModerator(store, job.id, { reason, case: draft }, clock.now());
    if (!cancelled) throw notWaiting((await store.find(job.id)) ?? job);
    onJobsChanged();
    const made = await cases.ofJob(job, ['queue-cancel']);
    await answerPrivately(
      interaction,
      `Video #${job.id} by <@${targetId}>: ${draft.detail}${because(reason)}. Its quota is given back. Case ${made?.number ?? '–'}.`,
    );
  };

  const front: ModeratorHandler = async (interaction, { guildId, userId: actorId }) => {
    const job = await chosenJob(interaction, guildId);
    const place = (await positionsIn(guildId)).get(job.id);
    if (place === 1) throw new ExpectedError('at-front', `Video #${job.id} is the next one here already.`);
    const reason = reasonOf(interaction);
    const detail = `${place === undefined ? 'waiting' : ordinal(place)} → ${ordinal(1)}`;
    const made = await store.moveToFront(
      job.id,
      { kind: 'queue-front', actorId, targetId: job.userId, jobId: job.id, reason, detail },
      clock.now(),
    );
    if (!made) throw notWaiting((await store.find(job.id)) ?? job);
    onJobsChanged();
    await answerPrivately(
      interaction,
      `Video #${job.id} by <@${job.userId}>: ${detail} in this server's queue. Case ${made.number}.`,
    );
  };

  const namesOf = async (guildId: string, userIds: readonly string[]): Promise<Map<string, string>> => {
    const found = await Promise.all(
      userIds.map(async (userId) => {
        // Without a name a video is still known by its number.
        const lookup = directory.member(guildId, userId).catch(() => undefined);
        const late = clock.sleep(NAMES_WITHIN_MS).then(() => undefined);
        return [userId, (await Promise.race([lookup, late]))?.name] as const;
      }),
    );
    return new Map(found.flatMap(([userId, name]) => (name === undefined ? [] : [[userId, name]])));
  };

  return {
    data: queueData,
    handlers: {
      list,
      pause: setMode('paused'),
      drain: setMode('draining'),
      resume: setMode('open'),
      cancel,
      front,
    },
    autocomplete: async (interaction, { guildId }) => {
      const jobs = await store.activeInGuild(guildId);
      const { waiting } = sortJobs(jobs, await positionsIn(guildId));
      const offered =
        interaction.options.getSubcommand() === 'front' ? waiting : [...waiting, ...heldJobs(jobs)];
      const authors = [...new Set(offered.map(({ userId }) => userId))].slice(0, CHOICES_MAX);
      const names = await namesOf(guildId, authors);
      const typed = interaction.options.getFocused().toLowerCase();
      await interaction.respond(
        offered
          .map((job) => jobChoice(job, names.get(job.userId) ?? 'somebody'))
          .filter(({ name }) => name.toLowerCase().includes(typed))
          .slice(0, CHOICES_MAX),
      );
    },
  };
}

function notWaiting({ id, state }: Job): ExpectedError {
  if (state === 'held') {
    return new ExpectedError('held', `Video #${id} waits for approval: approve it first.`);
  }
  return isFinal(state)
    ? new ExpectedError('already-ended', `Video #${id} has already ended: nothing changed.`)
    : new ExpectedError(
        'already-at-scenario',
        `Video #${id} is at Scenario already, which cannot stop once it has begun: remove the video with **Moderate video** when it is posted.`,
      );
}

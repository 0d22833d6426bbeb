import type { Job } from '../../jobs/job.ts';
import type { QueueMode } from '../../jobs/queue-mode.ts';
import type { CardMessage } from '../card.ts';
import { line, rows, sortJobs } from '../queue-view.ts';
import { count, cut, oneLine, relativeTime } from '../text.ts';
import { because } from './words.ts';

const COLOURS = { open: 0x57f287, draining: 0xf0b232, paused: 0xda373c };
/** What one of the three lists may take: together, with their headings, an embed holds them. */
const ROOM = { rows: 12, length: 1_050 };
const REASON_MAX_LENGTH = 500;
const CHOICE_NAME_MAX_LENGTH = 100;

/** Where a server's videos stand, for moderators: each with the number by which they name it. */
export function renderQueueList(
  jobs: readonly Job[],
  positions: ReadonlyMap<number, number>,
  mode: QueueMode | undefined,
): CardMessage {
  const { atWork, waiting } = sortJobs(jobs, positions);
  const held = heldJobs(jobs);
  const lines = [
    modeLine(mode),
    `**In the making: ${count(atWork.length, 'video')}**`,
    ...rows(
      atWork,
      (job) => `#${job.id} ${line(job)} · ${job.state} since ${relativeTime(job.stateSince)}`,
      ROOM,
    ),
    `**Waiting: ${count(waiting.length, 'video')}**`,
    ...rows(
      waiting,
      (job) =>
        `${positions.get(job.id) ?? '–'}. #${job.id} ${line(job)} · asked ${relativeTime(job.createdAt)}`,
      ROOM,
    ),
    `**Waiting for approval: ${count(held.length, 'video')}**`,
    ...rows(held, (job) => `#${job.id} ${line(job)}${expiry(job)}`, ROOM),
  ];
  return {
    content: '',
    embeds: [{ color: COLOURS[mode?.mode ?? 'open'], description: lines.join('\n') }],
    components: [],
  };
}

/** Videos that wait for a moderator. What waits for its author's yes is nobody else's business yet. */
export const heldJobs = (jobs: readonly Job[]): Job[] =>
  jobs.filter(({ state, hold }) => state === 'held' && hold === 'approval');

/** How a queue stands, in a word. */
export const modeWord = (mode: Pick<QueueMode, 'mode'> | undefined): string => mode?.mode ?? 'open';

/** A job in a list of suggestions: plain text. @param name its author's */
export const jobChoice = (job: Job, name: string): { name: string; value: number } => ({
  name: cut(`#${job.id} · @${oneLine(name)} · ${oneLine(job.settings.prompt)}`, CHOICE_NAME_MAX_LENGTH),
  value: job.id,
});

function modeLine(mode: QueueMode | undefined): string {
  if (!mode) return 'The queue is **open**.';
  return `The queue is **${mode.mode}**${because(mode.reason, REASON_MAX_LENGTH)} · by <@${mode.byId}> ${relativeTime(mode.since)}`;
}

const expiry = ({ holdUntil }: Job): string =>
  holdUntil === undefined ? '' : ` · dropped ${relativeTime(holdUntil)}`;

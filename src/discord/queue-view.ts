import { type APIActionRowComponent, type APIStringSelectComponent, ComponentType } from 'discord.js';
import type { Job } from '../jobs/job.ts';
import type { QueueMode } from '../jobs/queue-mode.ts';
import { RUNNING_STATES } from '../jobs/states.ts';
import { pausedLine } from './card.ts';
import { customId } from './custom-id.ts';
import { because } from './moderation/words.ts';
import { count, cut, oneLine, plainText, relativeTime } from './text.ts';

export interface QueueView {
  content: string;
  components: APIActionRowComponent<APIStringSelectComponent>[];
}

/** What one list may take: both, with their headings, must stay within Discord's 2,000 characters. */
const ROOM = { rows: 10, length: 900 };
const ROOM_BESIDE_MODE = { rows: 10, length: 650 };
const MODE_REASON_MAX_LENGTH = 400;
const MENU_OPTIONS_MAX = 25;
const PROMPT_SHOWN_LENGTH = 50;
const OPTION_LABEL_MAX_LENGTH = 100;

/**
 * What runs and waits in a guild, with a menu of the viewer's own waiting jobs.
 * @param mode what moderators have done to the queue
 */
export function renderQueue(
  jobs: readonly Job[],
  positions: ReadonlyMap<number, number>,
  viewerId: string,
  mode?: QueueMode,
): QueueView {
  const { atWork, waiting } = sortJobs(jobs, positions);
  const own = waiting.filter(({ userId }) => userId === viewerId);
  const room = mode ? ROOM_BESIDE_MODE : ROOM;
  const sections = [
    ...(mode ? [modeLine(mode)] : []),
    `**In the making: ${count(atWork.length, 'video')}**`,
    ...rows(
      atWork,
      (job) => `🎬 ${line(job)} · since ${relativeTime(job.submittedAt ?? job.stateSince)}`,
      room,
    ),
    `**Waiting: ${count(waiting.length, 'video')}**`,
    ...rows(
      waiting,
      (job) => `${place(positions, job)}. ${line(job)} · asked ${relativeTime(job.createdAt)}`,
      room,
    ),
    own.length > 0 ? '' : '-# You have no waiting video here.',
  ];
  return {
    content: sections.join('\n').trim(),
    components: own.length > 0 ? [cancelMenu(own, positions)] : [],
  };
}

/** What is in the making, and what waits in the order of its turns. */
export function sortJobs(jobs: readonly Job[], positions: ReadonlyMap<number, number>) {
  const running: readonly string[] = [...RUNNING_STATES, 'fetching', 'delivering', 'fitting'];
  return {
    atWork: jobs.filter(({ state }) => running.includes(state)),
    waiting: jobs
      .filter(({ state }) => state === 'queued')
      .sort((a, b) => place(positions, a) - place(positions, b)),
  };
}

const place = (positions: ReadonlyMap<number, number>, job: Job): number =>
  positions.get(job.id) ?? positions.size + 1;

/** Whose a job is, and the beginning of its prompt. */
export const line = (job: Job): string =>
  `<@${job.userId}> ${plainText(cut(oneLine(job.settings.prompt), PROMPT_SHOWN_LENGTH))}`;

/** As many rows as there is room for; a last one counts those left out. */
export function rows(
  jobs: readonly Job[],
  show: (job: Job) => string,
  room: { rows: number; length: number },
): string[] {
  const shown: string[] = [];
  let length = 0;
  for (const row of jobs.slice(0, room.rows).map(show)) {
    length += row.length + 1;
    if (length > room.length) break;
    shown.push(row);
  }
  return jobs.length > shown.length ? [...shown, `… and ${jobs.length - shown.length} more`] : shown;
}

/** What members are told of a queue that is not open. */
function modeLine({ mode, reason }: QueueMode): string {
  switch (mode) {
    case 'paused':
      return pausedLine(reason);
    case 'draining':
      return `🚧 This server takes no new videos for now${because(reason, MODE_REASON_MAX_LENGTH)}. Those that wait are still made.`;
  }
}

function cancelMenu(
  own: readonly Job[],
  positions: ReadonlyMap<number, number>,
): APIActionRowComponent<APIStringSelectComponent> {
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: customId('cancel-one'),
        placeholder: 'Cancel one of your waiting videos',
        options: own.slice(0, MENU_OPTIONS_MAX).map((job) => ({
          value: String(job.id),
          label: cut(`${place(positions, job)}. ${oneLine(job.settings.prompt)}`, OPTION_LABEL_MAX_LENGTH),
        })),
      },
    ],
  };
}

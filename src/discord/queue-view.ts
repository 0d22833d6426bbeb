import { type APIActionRowComponent, type APIStringSelectComponent, ComponentType } from 'discord.js';
import type { Job } from '../jobs/job.ts';
import { RUNNING_STATES } from '../jobs/states.ts';
import { customId } from './custom-id.ts';
import { count, cut, oneLine, plainText, relativeTime } from './text.ts';

export interface QueueView {
  content: string;
  components: APIActionRowComponent<APIStringSelectComponent>[];
}

const ROWS_SHOWN = 10;
/** Of one list: both, with their headings, must stay within Discord's 2,000 characters. */
const ROWS_MAX_LENGTH = 900;
const MENU_OPTIONS_MAX = 25;
const PROMPT_SHOWN_LENGTH = 50;
const OPTION_LABEL_MAX_LENGTH = 100;

/** What runs and waits in a guild, with a menu of the viewer's own waiting jobs. */
export function renderQueue(
  jobs: readonly Job[],
  positions: ReadonlyMap<number, number>,
  viewerId: string,
): QueueView {
  const running: readonly string[] = [...RUNNING_STATES, 'fetching', 'delivering'];
  const atWork = jobs.filter(({ state }) => running.includes(state));
  const waiting = jobs
    .filter(({ state }) => state === 'queued')
    .sort((a, b) => place(positions, a) - place(positions, b));
  const own = waiting.filter(({ userId }) => userId === viewerId);
  const sections = [
    `**In the making: ${count(atWork.length, 'video')}**`,
    ...rows(atWork, (job) => `🎬 ${line(job)} · since ${relativeTime(job.submittedAt ?? job.stateSince)}`),
    `**Waiting: ${count(waiting.length, 'video')}**`,
    ...rows(
      waiting,
      (job) => `${place(positions, job)}. ${line(job)} · asked ${relativeTime(job.createdAt)}`,
    ),
    own.length > 0 ? '' : '-# You have no waiting video here.',
  ];
  return {
    content: sections.join('\n').trim(),
    components: own.length > 0 ? [cancelMenu(own, positions)] : [],
  };
}

const place = (positions: ReadonlyMap<number, number>, job: Job): number =>
  positions.get(job.id) ?? positions.size + 1;

const line = (job: Job): string =>
  `<@${job.userId}> ${plainText(cut(oneLine(job.settings.prompt), PROMPT_SHOWN_LENGTH))}`;

function rows(jobs: readonly Job[], show: (job: Job) => string): string[] {
  const shown: string[] = [];
  let length = 0;
  for (const row of jobs.slice(0, ROWS_SHOWN).map(show)) {
    length += row.length + 1;
    if (length > ROWS_MAX_LENGTH) break;
    shown.push(row);
  }
  return jobs.length > shown.length ? [...shown, `… and ${jobs.length - shown.length} more`] : shown;
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

import { ButtonStyle } from 'discord.js';
import type { HallOfFame } from '../../challenges/challenge-store.ts';
import type { Job } from '../../jobs/job.ts';
import { buttonRow, type CardMessage, resultLink } from '../card.ts';
import { fitted } from '../moderation/words.ts';
import { fittingRows } from '../quota-words.ts';
import { count, relativeTime } from '../text.ts';
import { challengeButton } from './entry-view.ts';
import { titleText } from './objection-text.ts';

export const HALL_PAGE_SIZE = 4;

const COLOUR = 0xf0b232;
/** Of everyone with a shared place so many are named. */
const WINNERS_SHOWN = 4;
/** Somewhat less than an embed holds: a line says what was left out. */
const LIST_MAX_LENGTH = 4_000;
const TITLE_MAX_LENGTH = 80;
const MEDALS: Readonly<Record<number, string>> = { 1: '🥇', 2: '🥈', 3: '🥉' };

export interface HallPage {
  challenges: readonly HallOfFame[];
  /** The winners' videos, by their numbers, as far as they are known still. */
  jobs: ReadonlyMap<number, Job>;
  /** From 0. */
  page: number;
  /** Challenges on all pages. */
  total: number;
}

/** The hall of fame: past challenges and who won them, newest first. */
export function renderHall({
  challenges,
  jobs,
  page,
  total,
}: HallPage): Pick<CardMessage, 'content' | 'embeds' | 'components'> {
  if (total === 0) {
    return {
      content: 'No challenge has ended here yet. `/veo-challenge info` shows what there is.',
      embeds: [],
      components: [],
    };
  }
  const pages = Math.ceil(total / HALL_PAGE_SIZE);
  const position = pages > 1 ? ` · page ${page + 1} of ${pages}` : '';
  return {
    content: `**Hall of fame: ${count(total, 'challenge')}**${position}`,
    embeds: [
      {
        color: COLOUR,
        description: fittingRows(
          challenges.flatMap((one) => hallLines(one, jobs)),
          LIST_MAX_LENGTH,
        ).join('\n'),
      },
    ],
    components: buttonRow([
      ...(page > 0 ? [hallButton(page - 1, '‹ Newer')] : []),
      ...(page < pages - 1 ? [hallButton(page + 1, 'Older ›')] : []),
    ]),
  };
}

const hallButton = (page: number, label: string) =>
  challengeButton('challenge-hall', 0, label, ButtonStyle.Secondary, String(page));

function hallLines({ challenge, winners }: HallOfFame, jobs: HallPage['jobs']): string[] {
  const { closedAt } = challenge;
  const left = winners.length - WINNERS_SHOWN;
  return [
    `${titleText(challenge)}${closedAt === undefined ? '' : ` · ${relativeTime(closedAt)}`}`,
    ...winners.slice(0, WINNERS_SHOWN).map((winner) => winnerLine(winner, jobs.get(winner.jobId))),
    ...(left > 0 ? [`… and ${left} more`] : []),
    ...(winners.length === 0 ? ['Nobody won it.'] : []),
  ];
}

function winnerLine(
  { place, userId, title, jobId }: HallOfFame['winners'][number],
  job: Job | undefined,
): string {
  const isShown =
    job?.resultMessageId !== undefined && job.removedAt === undefined && job.purgedAt === undefined;
  const video = isShown ? `[video #${jobId}](${resultLink(job)})` : `video #${jobId}, which is gone`;
  const named = title === undefined ? '' : ` “${fitted(title, TITLE_MAX_LENGTH)}”`;
  return `${MEDALS[place] ?? `${place}.`} <@${userId}>${named}, ${video}`;
}

import { describe, expect, test } from 'vitest';
import { renderQueue } from '../../src/discord/queue-view.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { JobState } from '../../src/jobs/states.ts';
import { channelMessage } from '../../src/sandbox/discord/message-body.ts';
import { aJob, largeJob, NOW, WORST_PROMPTS, withPrompt } from './job.ts';

const ADA = '300000000000000001';
const BEN = '300000000000000002';

/** So many jobs, with ids from `firstId` on. */
const many = (number: number, firstId: number, changes: Partial<Job> = {}): Job[] =>
  Array.from({ length: number }, (_, index) => aJob({ ...changes, id: firstId + index }));

const inOrder = (jobs: readonly Job[]): Map<number, number> =>
  new Map(jobs.filter(({ state }) => state === 'queued').map(({ id }, index) => [id, index + 1]));

const view = (jobs: Job[], viewer = ADA, positions = inOrder(jobs)) => renderQueue(jobs, positions, viewer);
const optionsOf = (shown: ReturnType<typeof renderQueue>) =>
  shown.components[0]?.components[0]?.options ?? [];

test('an empty queue says so', () => {
  expect(view([])).toEqual({
    content: '**In the making: 0 videos**\n**Waiting: 0 videos**\n-# You have no waiting video here.',
    components: [],
  });
});

test('what is in the making and what waits, in the order of its turns', () => {
  const jobs = [
    aJob({ id: 1, state: 'generating', submittedAt: NOW + 1_000, userId: BEN }),
    aJob({ id: 2, userId: BEN }),
    withPrompt(aJob({ id: 3 }), 'A *fox*'),
  ];
  const positions = new Map([
    [2, 2],
    [3, 1],
  ]);
  const { content } = renderQueue(jobs, positions, ADA);
  expect(content.split('\n')).toEqual([
    '**In the making: 1 video**',
    `🎬 <@${BEN}> A paper boat at dusk · since <t:1795348801:R>`,
    '**Waiting: 2 videos**',
    `1. <@${ADA}> A \\*fox\\* · asked <t:1795348800:R>`,
    `2. <@${BEN}> A paper boat at dusk · asked <t:1795348800:R>`,
  ]);
});

test.each<JobState>(['preparing', 'submitting', 'unknown', 'generating', 'fetching', 'delivering'])(
  'a job that is %s is in the making',
  (state) => {
    expect(view([aJob({ state })]).content).toContain('**In the making: 1 video**');
  },
);

describe('the menu', () => {
  test('offers the viewer’s own waiting jobs, and nobody else’s', () => {
    const jobs = [...many(2, 1), ...many(2, 11, { userId: BEN }), aJob({ id: 21, state: 'generating' })];
    expect(optionsOf(view(jobs))).toEqual([
      { value: '1', label: '1. A paper boat at dusk' },
      { value: '2', label: '2. A paper boat at dusk' },
    ]);
    expect(optionsOf(view(jobs, BEN)).map(({ value }) => value)).toEqual(['11', '12']);
  });

  test('is left out where there is nothing to cancel', () => {
    expect(view(many(2, 1, { userId: BEN })).components).toEqual([]);
  });

  test('holds 25 at the most', () => {
    expect(optionsOf(view(many(40, 1)))).toHaveLength(25);
  });
});

describe('is taken by Discord', () => {
  test.each([0, 1, 10, 11, 100])('with %d in the making and as many waiting', (number) => {
    const jobs = [...many(number, 1), ...many(number, 1_001, { state: 'generating' })];
    const shown = view(jobs);
    expect(shown.content).toContain(`**Waiting: ${number} video`);
    expect(shown.content.length).toBeLessThanOrEqual(2_000);
    expect(channelMessage.safeParse(shown).error?.issues).toBeUndefined();
  });

  test.each(WORST_PROMPTS)('with prompts of %s', (_what, prompt) => {
    const job = withPrompt(largeJob(), prompt);
    const numbered = Array.from(
      { length: 60 },
      (_, index): Job => ({
        ...job,
        id: job.id - index,
        state: index % 2 === 0 ? 'queued' : 'generating',
      }),
    );
    const shown = view(numbered, job.userId);
    expect(shown.content.length).toBeLessThanOrEqual(2_000);
    expect(channelMessage.safeParse(shown).error?.issues).toBeUndefined();
  });

  test('and says how many are left out', () => {
    const { content } = view(many(40, 1));
    const shown = content.match(/^\d+\. /gm)?.length ?? 0;
    expect(shown).toBeGreaterThanOrEqual(5);
    expect(content).toContain(`… and ${40 - shown} more`);
  });
});

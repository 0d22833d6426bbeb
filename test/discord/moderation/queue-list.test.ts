import { describe, expect, test } from 'vitest';
import { heldJobs, jobChoice, renderQueueList } from '../../../src/discord/moderation/queue-list.ts';
import { renderQueue } from '../../../src/discord/queue-view.ts';
import type { Job } from '../../../src/jobs/job.ts';
import type { QueueMode } from '../../../src/jobs/queue-mode.ts';
import { aJob, largeJob, NOW, WORST_PROMPTS, withPrompt } from '../job.ts';
import { ACTIVE, ACTIVE_ESCAPED, expectTaken, textIn } from './views.ts';

const MODERATOR = '300000000000000002';
const paused: QueueMode = { mode: 'paused', reason: 'too *loud*', byId: MODERATOR, since: NOW };

test('moderators see every video with the number that they name it by', () => {
  const jobs = [
    aJob({ id: 1, state: 'generating' }),
    aJob({ id: 2 }),
    aJob({ id: 3 }),
    aJob({ id: 4, state: 'held', hold: 'approval', holdUntil: NOW + 60_000 }),
    aJob({ id: 5, state: 'held', hold: 'confirmation' }),
  ];
  const positions = new Map([
    [2, 2],
    [3, 1],
  ]);
  const message = renderQueueList(jobs, positions, undefined);
  const whose = '<@300000000000000001> A paper boat at dusk';
  expect(textIn(message).split('\n')).toEqual([
    'The queue is **open**.',
    '**In the making: 1 video**',
    `#1 ${whose} · generating since <t:1795348800:R>`,
    '**Waiting: 2 videos**',
    `1. #3 ${whose} · asked <t:1795348800:R>`,
    `2. #2 ${whose} · asked <t:1795348800:R>`,
    '**Waiting for approval: 1 video**',
    `#4 ${whose} · dropped <t:1795348860:R>`,
  ]);
  expect(heldJobs(jobs).map(({ id }) => id)).toEqual([4]);
  expectTaken(message);
});

test('a queue that is not open says so: to moderators with the author, to members without', () => {
  expect(textIn(renderQueueList([], new Map(), paused))).toContain(
    `The queue is **paused**: “too \\*loud\\*” · by <@${MODERATOR}> <t:1795348800:R>`,
  );
  const members = renderQueue([], new Map(), 'x', paused).content;
  expect(members).toContain('⏸️ The moderators have paused this server');
  expect(members).toContain('too \\*loud\\*');
  expect(members).not.toContain(MODERATOR);
  expect(renderQueue([], new Map(), 'x', { ...paused, mode: 'draining' }).content).toContain(
    '🚧 This server takes no new videos for now: “too \\*loud\\*”. Those that wait are still made.',
  );
});

describe('is taken by Discord', () => {
  const many = (prompt: string): Job[] => {
    const job = withPrompt(largeJob(), prompt);
    const states: Partial<Job>[] = [
      { state: 'queued' },
      { state: 'generating' },
      { state: 'held', hold: 'approval', holdUntil: NOW },
    ];
    return Array.from({ length: 90 }, (_, index) => ({
      ...job,
      ...states[index % states.length],
      id: job.id - index,
    }));
  };

  test.each(WORST_PROMPTS)('with prompts and reasons of %s', (_what, text) => {
    const jobs = many(text);
    const modes: QueueMode[] = [
      { ...paused, reason: text },
      { ...paused, mode: 'draining', reason: text },
    ];
    for (const mode of modes) {
      expectTaken(renderQueueList(jobs, new Map(), mode));
      const members = renderQueue(jobs, new Map(), jobs[0]?.userId ?? '', mode);
      expect(members.content.length).toBeLessThanOrEqual(2_000);
    }
  });
});

test('what people wrote is not formatted', () => {
  expect(textIn(renderQueueList([], new Map(), { ...paused, reason: ACTIVE }))).toContain(ACTIVE_ESCAPED);
});

test('a suggestion names number, author and prompt, within 100 characters', () => {
  expect(jobChoice(aJob({ id: 12 }), 'Ada\nL.')).toEqual({
    name: '#12 · @Ada L. · A paper boat at dusk',
    value: 12,
  });
  for (const [, prompt] of WORST_PROMPTS) {
    expect(jobChoice(withPrompt(largeJob(), prompt), prompt).name.length).toBeLessThanOrEqual(100);
  }
});

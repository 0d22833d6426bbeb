import { expect, test } from 'vitest';
import { renderModerate } from '../../src/discord/moderate-view.ts';
import type { Job } from '../../src/jobs/job.ts';
import { FINAL_STATES, JOB_STATES } from '../../src/jobs/states.ts';
import { channelMessage } from '../../src/sandbox/discord/message-body.ts';
import { aJob, largeJob, NOW, WORST_PROMPTS, withPrompt } from './job.ts';

const actions = (job: Job) =>
  renderModerate(job)
    .components.flatMap((row) => row.components)
    .map(({ custom_id }) => custom_id);

test('of a posted video it offers everything', () => {
  const job = aJob({ state: 'delivered', resultMessageId: '400000000000000001' });
  expect(actions(job)).toEqual([
    'v1:mod-spoiler:7',
    'v1:mod-remove:7',
    'v1:mod-remove-refund:7',
    'v1:mod-block:7',
    'v1:mod-show:7',
  ]);
  expect(renderModerate(job).content).toBe(
    [
      '**Video #7**',
      '> A paper boat at dusk',
      '-# 720p · 16:9 · 8 s · sound · seed 7 · for <@300000000000000001>',
    ].join('\n'),
  );
});

test('a hidden video can be shown, and not be hidden again', () => {
  const job = aJob({ state: 'delivered', spoiler: true });
  expect(actions(job)[0]).toBe('v1:mod-unspoiler:7');
  expect(renderModerate(job).content).toContain('**Video #7** · spoiler');
});

test('of a removed video only its author and its prompt are left', () => {
  const job = aJob({ state: 'delivered', removedAt: NOW });
  expect(actions(job)).toEqual(['v1:mod-block:7', 'v1:mod-show:7']);
  expect(renderModerate(job).content).toContain('**Video #7** · removed');
});

test.for(JOB_STATES.filter((state) => state !== 'delivered'))(
  'of a job that is %s there is no message',
  (state) => {
    expect(actions(aJob({ state }))).toEqual(['v1:mod-block:7', 'v1:mod-show:7']);
  },
);

test.for(WORST_PROMPTS)('Discord takes it with a prompt of %s', ([, prompt]) => {
  for (const state of FINAL_STATES) {
    const panel = renderModerate(withPrompt(largeJob({ state, spoiler: true }), prompt));
    const withOutcome = { ...panel, content: `${panel.content}\n${'x'.repeat(300)}` };
    expect(channelMessage.safeParse(withOutcome).error).toBeUndefined();
  }
});

import { describe, expect, test } from 'vitest';
import { renderHeld } from '../../../src/discord/moderation/held-view.ts';
import type { Job } from '../../../src/jobs/job.ts';
import type { JobState } from '../../../src/jobs/states.ts';
import type { ModerationCase } from '../../../src/moderation/case.ts';
import { aJob, largeJob, NOW, WORST_PROMPTS, withPrompt } from '../job.ts';
import { ACTIVE, ACTIVE_ESCAPED, expectTaken, labelsIn, textIn } from './views.ts';

const MODERATOR = '300000000000000002';

const heldJob = (changes: Partial<Job> = {}): Job =>
  aJob({
    state: 'held',
    hold: 'approval',
    holdReason: 'The prompt filter found “lamp”.',
    holdUntil: NOW + 3_600_000,
    priceUnits: 400,
    ...changes,
  });
const decided = (kind: 'approve' | 'deny'): ModerationCase => ({
  guildId: '100000000000000001',
  number: 5,
  kind,
  actorId: MODERATOR,
  jobId: 7,
  at: NOW,
});
const lastLine = (job: Job, decision?: ModerationCase) =>
  textIn(renderHeld(job, decision)).split('\n').at(-1);

test('a held video tells everything that a decision needs', () => {
  const job = heldJob({
    settings: { ...aJob().settings, prompt: 'A red\nlamp', negativePrompt: 'rain' },
    images: [
      { slot: 'last_frame_image', url: 'https://cdn.discordapp.com/a/b.png?ex=1&hm=2', fileName: 'b.png' },
    ],
  });
  const message = renderHeld(job, undefined);
  expect(textIn(message).split('\n')).toEqual([
    '**Video #7** by <@300000000000000001> in <#200000000000000001> · asked <t:1795348800:R>',
    '> A red lamp',
    'Not to be shown: rain',
    expect.stringMatching(/720p.* · 400 CU$/),
    'Pictures: [last frame image](<https://cdn.discordapp.com/a/b.png?ex=1&hm=2>)',
    'Why it waits: The prompt filter found “lamp”\\.',
    '',
    '✋ **Waiting for approval.** Nothing is charged before that. It is dropped <t:1795352400:R>.',
  ]);
  expect(labelsIn(message)).toEqual(['Approve', 'Deny']);
  expectTaken(message);
});

test('a price that is not known yet is not made up', () => {
  expect(textIn(renderHeld(heldJob({ priceUnits: undefined }), undefined))).toContain('price not known yet');
});

describe('afterwards it says what became of the video, without buttons', () => {
  test.each<[string, Job, ModerationCase | undefined, string]>([
    [
      'approved',
      aJob({ state: 'queued' }),
      decided('approve'),
      `✅ **Approved** by <@${MODERATOR}> · Case 5`,
    ],
    ['long since made', aJob({ state: 'delivered' }), undefined, '✅ **Approved**'],
    [
      'denied',
      aJob({ state: 'denied', failure: { code: 'not-approved', detail: 'No lamps' } }),
      decided('deny'),
      `⛔ **Denied** by <@${MODERATOR}>: “No lamps” · Case 5`,
    ],
    [
      'denied without a reason',
      aJob({ state: 'denied', failure: { code: 'not-approved' } }),
      undefined,
      '⛔ **Denied**',
    ],
    [
      'too old',
      aJob({ state: 'denied', failure: { code: 'hold-expired' } }),
      undefined,
      '⌛ **Dropped**: nobody decided in time.',
    ],
    [
      'a picture of it is of no use',
      aJob({ state: 'denied', failure: { code: 'picture-unusable', detail: 'image: it is no picture' } }),
      undefined,
      '❌ **Dropped**: a picture of it cannot be used.',
    ],
    ['cancelled', aJob({ state: 'cancelled' }), undefined, '🚫 **Cancelled** before anybody decided.'],
    [
      'cancelled after the approval',
      aJob({ state: 'cancelled' }),
      decided('approve'),
      `🚫 **Approved** by <@${MODERATOR}>, and cancelled afterwards · Case 5`,
    ],
  ])('%s', (_what, job, decision, line) => {
    expect(lastLine(job, decision)).toBe(line);
    expect(renderHeld(job, decision).components).toEqual([]);
  });

  test.each<JobState>(['queued', 'preparing', 'generating', 'failed', 'blocked'])('%s', (state) => {
    expect(lastLine(aJob({ state }))).toBe('✅ **Approved**');
  });
});

test('nothing that people wrote is formatted', () => {
  const job = withPrompt(heldJob({ holdReason: ACTIVE }), ACTIVE);
  const text = textIn(renderHeld(job, undefined));
  expect(text).toContain(`> ${ACTIVE_ESCAPED}`);
  expect(text).toContain(`Why it waits: ${ACTIVE_ESCAPED}`);
  const denied = aJob({ state: 'denied', failure: { code: 'not-approved', detail: ACTIVE } });
  expect(lastLine(denied)).toBe(`⛔ **Denied**: “${ACTIVE_ESCAPED}”`);
});

test.each(WORST_PROMPTS)(
  '4,000 characters of %s are taken, and a button gives them whole',
  (_what, prompt) => {
    const job = withPrompt(heldJob({ ...largeJob(), state: 'held', holdReason: prompt }), prompt);
    const message = renderHeld(job, undefined);
    expectTaken(message);
    expect(labelsIn(message)).toContain('Full prompt');
  },
);

import { type APIButtonComponentWithCustomId, ComponentType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { type CardContext, type CardMessage, cardHash, renderCard } from '../../src/discord/card.ts';
import { english } from '../../src/discord/words/english.ts';
import { FAILURE_CODES, type Job } from '../../src/jobs/job.ts';
import { isFinal, JOB_STATES, type JobState } from '../../src/jobs/states.ts';
import { channelMessage } from '../../src/sandbox/discord/message-body.ts';
import { aJob, largeJob, NOW, WORST_PROMPTS, withPrompt } from './job.ts';

type Context = Omit<CardContext, 'words'>;

const CONTEXT: Context = {
  place: { position: 999_999, waiting: 999_999 },
  usual: { fromMs: 86_399_000, toMs: 86_399_000 },
  paused: { reason: '*'.repeat(1_000) },
  standstill: 'account',
};

const cardOf = (job: Job, context: Context = {}): CardMessage =>
  renderCard(job, { ...context, words: english });
const descriptionOf = (card: CardMessage): string => card.embeds[0]?.description ?? '';
const labelsOf = (card: CardMessage): string[] => buttonsOf(card).map(({ label = '' }) => label);
const buttonsOf = ({ components }: CardMessage): APIButtonComponentWithCustomId[] =>
  components.flatMap((row) => row.components);

describe('the card of a job that is', () => {
  test.each<[JobState, Partial<Job>, Context, string]>([
    ['queued', {}, {}, '**Queued** · waiting · asked <t:1795348800:R>'],
    [
      'queued',
      { priceUnits: 400 },
      { place: { position: 2, waiting: 5 } },
      '2nd of 5 · asked <t:1795348800:R> · 400 CU',
    ],
    [
      'queued',
      {},
      { place: { position: 1, waiting: 1 }, paused: { reason: 'Back at *nine*' } },
      "have paused this server's queue: “Back at \\*nine\\*”. Waiting videos keep their places.",
    ],
    ['queued', {}, { paused: { reason: undefined } }, "have paused this server's queue. Waiting"],
    ['queued', {}, { standstill: 'account' }, 'its credits are used up. Nothing is lost'],
    ['queued', { attempts: 3 }, {}, 'A picture cannot be fetched or sent to Scenario'],
    ['generating', {}, { standstill: 'scenario' }, 'Scenario does not answer as it should'],
    ['fetching', {}, { standstill: 'disk' }, 'The bot’s disk is full'],
    ['held', { hold: 'approval' }, {}, '**Waiting for approval** by a moderator · asked <t:1795348800:R>'],
    ['held', { hold: 'approval', priceUnits: 400 }, {}, '400 CU\nNothing is charged before that.'],
    ['preparing', {}, {}, '**Sending** to Scenario'],
    ['submitting', {}, {}, '**Sending** to Scenario'],
    ['unknown', {}, {}, 'it is not sent a second time'],
    ['generating', { submittedAt: NOW + 1_000 }, {}, '**Generating** · started <t:1795348801:R>'],
    [
      'generating',
      { costUnits: 12.5 },
      { usual: { fromMs: 60_000, toMs: 95_000 } },
      'usually 1 min to 1 min 35 s · 12.5 CU',
    ],
    ['generating', { priceUnits: 400, costUnits: 320 }, {}, '· 320 CU'],
    ['fetching', {}, {}, '**Fetching**'],
    ['delivering', {}, {}, '**Posting**'],
    ['cancelled', {}, {}, '**Cancelled** · nothing was charged'],
    [
      'cancelled',
      { failure: { code: 'cancelled-by-moderator', detail: 'Not here' } },
      {},
      '**Cancelled** · A moderator cancelled it: “Not here”',
    ],
    [
      'denied',
      { failure: { code: 'not-approved', detail: 'No *brands*.' } },
      {},
      '**Not made** · A moderator did not approve it: “No \\*brands\\*”',
    ],
    ['denied', { failure: { code: 'hold-expired' } }, {}, '**Not made** · Nobody decided on it in time.'],
    [
      'blocked',
      { failure: { code: 'blocked', detail: 'Unsafe*' } },
      {},
      "**Blocked** · The model's safety filter refused it: “Unsafe\\*”",
    ],
    [
      'failed',
      { failure: { code: 'no-output' } },
      {},
      '**Failed** · Scenario reported success but made no video',
    ],
    ['failed', {}, {}, '**Failed** · It ended without a video.\nNothing was charged'],
    [
      'undeliverable',
      { failure: { code: 'channel-unreachable' } },
      {},
      '**Could not be posted** · The video is ready',
    ],
  ])('%s says so', (state, changes, context, text) => {
    const description = descriptionOf(cardOf(aJob({ state, ...changes }), context));
    expect(description).toContain(text);
    const prompt =
      state === 'held'
        ? 'The prompt is shown here once a moderator has approved it.'
        : '> A paper boat at dusk';
    expect(description).toContain(`${prompt}\n720p · 16:9 · 8 s · sound · seed 7`);
    expect(description).toContain('-# #7 · for <@300000000000000001>');
  });

  test('delivered links to the video, and to nothing else', () => {
    const card = cardOf(aJob({ state: 'delivered', resultMessageId: '400000000000000001' }));
    expect(card).toEqual({
      content:
        '✅ Delivered: https://discord.com/channels/100000000000000001/200000000000000001/400000000000000001',
      embeds: [],
      components: [],
    });
  });

  test('delivered elsewhere links there', () => {
    const job = aJob({ state: 'delivered', resultMessageId: '4', resultChannelId: '5' });
    expect(cardOf(job).content).toMatch(/\/100000000000000001\/5\/4$/);
  });

  test('removed by a moderator shows nothing of what it was', () => {
    const job = aJob({ state: 'delivered', resultMessageId: '4', removedAt: NOW });
    expect(cardOf(job)).toEqual({
      content: '🗑️ A moderator removed this video.',
      embeds: [],
      components: [],
    });
  });
});

describe('buttons', () => {
  test.each<JobState>(['held', 'queued'])('a job that is %s can be cancelled', (state) => {
    const [button, ...others] = buttonsOf(cardOf(aJob({ state })));
    expect(button).toMatchObject({ type: ComponentType.Button, label: 'Cancel', custom_id: 'v1:cancel:7' });
    expect(others).toEqual([]);
  });

  test.each(JOB_STATES.filter((state) => state !== 'held' && state !== 'queued'))(
    'a job that is %s cannot',
    (state) => {
      expect(labelsOf(cardOf(aJob({ state })))).not.toContain('Cancel');
    },
  );

  test.each<[string, Job, boolean]>([
    ['a short prompt', aJob(), false],
    ['a prompt that is just short enough', withPrompt(aJob(), 'x'.repeat(300)), false],
    ['a prompt that is cut', withPrompt(aJob(), 'x'.repeat(301)), true],
    ['a prompt with line breaks, which are not shown', withPrompt(aJob(), 'one\ntwo'), true],
    [
      'a negative prompt, which is not shown',
      aJob({ settings: { ...aJob().settings, negativePrompt: 'rain' } }),
      true,
    ],
  ])('%s: whether the whole can be asked for', (_what, job, offered) => {
    for (const state of ['queued', 'generating', 'failed'] as const) {
      expect(labelsOf(cardOf({ ...job, state })).includes('Full prompt')).toBe(offered);
    }
  });
});

describe.each(WORST_PROMPTS)('a prompt of 4000 characters: %s', (_what, prompt) => {
  test.each(JOB_STATES)('is taken by Discord when the job is %s', (state) => {
    const failure = { code: 'request-refused', detail: prompt } as const;
    const job = withPrompt(largeJob({ state, resultMessageId: '9'.repeat(20), failure }), prompt);
    const card = cardOf(job, CONTEXT);
    expect(descriptionOf(card).length).toBeLessThanOrEqual(4_096);
    expect(card.content.length).toBeLessThanOrEqual(2_000);
    expect(channelMessage.safeParse(card).error?.issues).toBeUndefined();
  });
});

test('the text of every failure fits on a card', () => {
  for (const code of FAILURE_CODES) {
    const job = largeJob({ state: 'failed', failure: { code, detail: '*'.repeat(10_000) } });
    expect(channelMessage.safeParse(cardOf(job)).success).toBe(true);
  }
});

test('what a member typed is never formatted, linked or mentioned', () => {
  const job = withPrompt(
    aJob({ state: 'failed', failure: { code: 'request-refused', detail: '**x** <@1>' } }),
    '# @everyone',
  );
  const description = descriptionOf(cardOf(job));
  expect(description).toContain('> \\# \\@everyone\n');
  expect(description).toContain('“\\*\\*x\\*\\* \\<\\@1\\>”');
});

describe('the hash', () => {
  test('is the same for the same card, and another for every other', () => {
    const cards = JOB_STATES.map((state) => cardOf(aJob({ state })));
    const again = JOB_STATES.map((state) => cardOf(aJob({ state })));
    expect(again.map(cardHash)).toEqual(cards.map(cardHash));
    // The two states of sending look the same.
    expect(new Set(cards.map(cardHash)).size).toBe(JOB_STATES.length - 1);
  });

  test('changes with the place in the queue', () => {
    const at = (position: number) => cardHash(cardOf(aJob(), { place: { position, waiting: 9 } }));
    expect(at(1)).not.toBe(at(2));
  });
});

test('a card has one colour for waiting, others for work and for the end', () => {
  const colourOf = (state: JobState) => cardOf(aJob({ state })).embeds[0]?.color;
  const waiting: JobState[] = ['queued', 'held'];
  expect(new Set(waiting.map(colourOf)).size).toBe(1);
  const working = JOB_STATES.filter((state) => !isFinal(state) && !waiting.includes(state)).map(colourOf);
  expect(new Set(working).size).toBe(1);
  expect(new Set([colourOf('queued'), working[0], colourOf('cancelled'), colourOf('failed')]).size).toBe(4);
});

describe('the prompt of a video that no moderator has approved', () => {
  const PROMPT = 'a fox in the snow';
  const cardText = (state: JobState, hold: Job['hold']) => {
    const card = cardOf({ ...withPrompt(aJob(), PROMPT), state, hold });
    return { text: descriptionOf(card), parts: JSON.stringify(card.components) };
  };

  test.each<JobState>(['held', 'denied', 'cancelled'])('is not shown to all while the job is %s', (state) => {
    const { text, parts } = cardText(state, 'approval');
    expect(text).not.toContain(PROMPT);
    expect(text.includes('shown here once a moderator has approved it')).toBe(state === 'held');
    // For its author, and for moderators.
    expect(parts).toContain('v1:prompt:');
  });

  test.each<JobState>(['queued', 'generating', 'failed', 'cancelled'])(
    'is shown once it was approved: %s',
    (state) => {
      expect(cardText(state, undefined).text).toContain(`> ${PROMPT}`);
    },
  );
});

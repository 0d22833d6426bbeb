import { describe, expect, test } from 'vitest';
import { type CardMessage, cardHash, renderCard } from '../../src/discord/card.ts';
import { failureText } from '../../src/discord/failure-text.ts';
import { renderResult, resultMarker, type VideoWay } from '../../src/discord/result-message.ts';
import { english } from '../../src/discord/words/english.ts';
import { wordsFor } from '../../src/discord/words/index.ts';
import type { Words } from '../../src/discord/words/words.ts';
import { FAILURE_CODES, type Job } from '../../src/jobs/job.ts';
import { JOB_STATES } from '../../src/jobs/states.ts';
import { LANGUAGES } from '../../src/moderation/language.ts';
import { channelMessage } from '../../src/sandbox/discord/message-body.ts';
import { aJob, largeJob, NOW, WORST_PROMPTS, withPrompt } from './job.ts';

const OTHERS = LANGUAGES.filter((language) => language !== 'en');
const LONG_ORIGINAL = {
  url: `https://cdn.cloud.scenario.com/${'x'.repeat(969)}`,
  until: NOW + 14 * 24 * 3_600_000,
};
const LONG_LINK: VideoWay = { kind: 'link', original: LONG_ORIGINAL };
const LONG_FITTED: VideoWay = { kind: 'fitted', limitBytes: 10 * 1_024 * 1_024, original: LONG_ORIGINAL };
const LONG_CONTEXT = {
  place: { position: 999_999, waiting: 999_999 },
  usual: { fromMs: 86_399_000, toMs: 86_399_000 },
  paused: { reason: '*'.repeat(1_000) },
};

const textOf = ({ content, embeds }: CardMessage): string => `${content}${embeds[0]?.description ?? ''}`;

/** What a card says of how its job stands: without prompt, settings and owner, which stand around it. */
const statusOf = (card: CardMessage): string =>
  card.content || (card.embeds[0]?.description?.split('\n').slice(3, -1).join('\n') ?? '');

/** A job in every state, and in those that can be told in several ways in each. */
const JOBS: [string, Job, Omit<Parameters<typeof renderCard>[1], 'words'>][] = [
  ...JOB_STATES.map((state): (typeof JOBS)[number] => [state, aJob({ state, resultMessageId: '4' }), {}]),
  ['queued, with a place', aJob(), { place: { position: 2, waiting: 5 } }],
  ['queued and paused', aJob(), { paused: { reason: undefined } }],
  ['generating as usual', aJob({ state: 'generating' }), { usual: { fromMs: 60_000, toMs: 90_000 } }],
  ['removed', aJob({ state: 'delivered', removedAt: NOW }), {}],
  ...FAILURE_CODES.map((code): (typeof JOBS)[number] => [
    `failed: ${code}`,
    aJob({ state: 'failed', failure: { code } }),
    {},
  ]),
  [
    'cancelled by a moderator',
    aJob({ state: 'cancelled', failure: { code: 'cancelled-by-moderator', detail: 'No' } }),
    {},
  ],
];

describe.each(OTHERS)('in %s', (language) => {
  const words = wordsFor(language);

  test.each(JOBS)('no line of a card is in English when its job is %s', (_what, job, context) => {
    const lines = statusOf(renderCard(job, { ...context, words })).split('\n');
    const originals = statusOf(renderCard(job, { ...context, words: english })).split('\n');
    expect(lines).toHaveLength(originals.length);
    for (const line of lines) expect(originals).not.toContain(line);
  });

  test('buttons, settings and the owner are no longer in English', () => {
    const job = withPrompt(aJob({ images: largeJob().images }), 'x'.repeat(301));
    const [card, original] = [words, english].map((one) => renderCard(job, { words: one }));
    const labels = (of: CardMessage | undefined) =>
      of?.components.flatMap((row) => row.components.map(({ label }) => label)) ?? [];
    for (const label of labels(card)) expect(labels(original)).not.toContain(label);
    const lines = (of: CardMessage | undefined) => of?.embeds[0]?.description?.split('\n') ?? [];
    expect(lines(card)[1]).not.toBe(lines(original)[1]);
    expect(lines(card).at(-1)).toMatch(/^-# #7 · (?!for )\S+ <@300000000000000001>$/);
  });

  test('a card that speaks another language is another card', () => {
    for (const [, job, context] of JOBS) {
      const hash = (one: Words) => cardHash(renderCard(job, { ...context, words: one }));
      expect(hash(words)).not.toBe(hash(english));
    }
  });

  test.each<[string, VideoWay]>([
    ['file', { kind: 'file' }],
    ['smaller copy', LONG_FITTED],
    ['link', LONG_LINK],
    ['link for want of uploads', { kind: 'link', original: LONG_ORIGINAL, why: 'no-uploads' }],
    ['link for a while', { kind: 'link', original: { url: 'https://x.example/a', until: undefined } }],
  ])('no line of a result is in English, but for the prompt (%s)', (_what, way) => {
    const lines = (one: Words) => renderResult(aJob({ costUnits: 12.5 }), way, NOW, one).content.split('\n');
    const [own, originals] = [lines(words), lines(english)];
    expect(own.filter((line) => originals.includes(line))).toEqual(['> A paper boat at dusk']);
  });
});

describe.each(LANGUAGES)('in %s', (language) => {
  const words = wordsFor(language);

  test('no two failures are told alike', () => {
    expect(new Set(FAILURE_CODES.map((code) => failureText({ code }, words))).size).toBe(
      FAILURE_CODES.length,
    );
  });

  test.each(FAILURE_CODES)('%s is told in whole sentences, with the same reasons as in English', (code) => {
    expect(failureText({ code }, words)).toMatch(/^\p{Lu}[^\n]*[^.\s]\.$/u);
    const shows = (one: Words) => failureText({ code, detail: 'See\n[this](https://x.y)' }, one);
    const reason = 'See \\[this\\]\\(https\\://x\\.y\\)';
    expect(shows(words).includes(reason)).toBe(shows(english).includes(reason));
    expect(shows(words)).not.toContain('[this]');
  });

  test('what people typed is never formatted, linked or mentioned', () => {
    const failure = { code: 'request-refused', detail: '**x** <@1>' } as const;
    const failed = textOf(
      renderCard(withPrompt(aJob({ state: 'failed', failure }), '# @everyone'), { words }),
    );
    expect(failed).toContain('> \\# \\@everyone\n');
    expect(failed).toContain('\\*\\*x\\*\\* \\<\\@1\\>');
    const paused = textOf(renderCard(aJob(), { words, paused: { reason: '**x** <@1>' } }));
    expect(paused).toContain('\\*\\*x\\*\\* \\<\\@1\\>');
  });

  test.each(WORST_PROMPTS)('Discord takes every card and result with 4000 %s', (_what, prompt) => {
    for (const state of JOB_STATES) {
      const failure = { code: 'blocked', detail: prompt } as const;
      const job = withPrompt(largeJob({ state, resultMessageId: '9'.repeat(20), failure }), prompt);
      const card = renderCard(job, { ...LONG_CONTEXT, words });
      expect(channelMessage.safeParse(card).error?.issues).toBeUndefined();
    }
    for (const way of [{ kind: 'file' }, LONG_FITTED, LONG_LINK] as const) {
      const { content, components } = renderResult(
        withPrompt(largeJob(), prompt),
        way,
        NOW + 86_399_000,
        words,
      );
      expect(channelMessage.safeParse({ content, components }).error?.issues).toBeUndefined();
    }
  });

  test('every failure fits on a card, every direct message in a message', () => {
    for (const code of FAILURE_CODES) {
      const job = largeJob({ state: 'failed', failure: { code, detail: '*'.repeat(10_000) } });
      expect(channelMessage.safeParse(renderCard(job, { words })).success).toBe(true);
    }
    const link = `https://discord.com/channels/${['9', '9', '9'].map((digit) => digit.repeat(20)).join('/')}`;
    const id = 999_999_999_999;
    const messages = [
      words.direct.ready(id, link),
      words.direct.entryRefused(words.challenge.entry(id), '\\*'.repeat(80), words.because('x'.repeat(600))),
      words.direct.entryDisqualified(
        words.challenge.entry(id),
        '\\*'.repeat(80),
        words.because('x'.repeat(600)),
      ),
      words.direct.undeliverable(id, `<#${'9'.repeat(20)}>`, link),
    ];
    for (const content of messages) expect(channelMessage.safeParse({ content }).success).toBe(true);
  });

  test('a result carries the mark by which it is found again, and no card does', () => {
    for (const way of [{ kind: 'file' }, LONG_FITTED, LONG_LINK] as const) {
      expect(renderResult(aJob(), way, NOW, words).content).toContain(resultMarker(7));
    }
    for (const [, job, context] of JOBS) {
      expect(textOf(renderCard(job, { ...context, words }))).not.toContain(resultMarker(7));
    }
  });
});

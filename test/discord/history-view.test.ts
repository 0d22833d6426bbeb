import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCustomId } from '../../src/discord/custom-id.ts';
import {
  HISTORY_PAGE_SIZE,
  HISTORY_TEXT_MAX_LENGTH,
  type HistoryFilter,
  type HistoryPage,
  type HistoryView,
  OUTCOME_NAMES,
  parseFilter,
  renderHistory,
  searchText,
} from '../../src/discord/history-view.ts';
import { HISTORY_OUTCOMES } from '../../src/jobs/history.ts';
import type { Job } from '../../src/jobs/job.ts';
import { JOB_STATES } from '../../src/jobs/states.ts';
import { aJob, largeJob, NOW, WORST_PROMPTS, withPrompt } from './job.ts';

const ADA = '300000000000000001';
const delivered = (changes: Partial<Job> = {}): Job =>
  aJob({ state: 'delivered', cardMessageId: '4', resultMessageId: '5', ...changes });

const view = (jobs: readonly Job[], changes: Partial<HistoryPage> = {}) =>
  renderHistory({ filter: { userId: ADA }, viewerId: ADA, page: 0, total: jobs.length, jobs, ...changes });

const textOf = (jobs: readonly Job[], changes?: Partial<HistoryPage>): string => {
  const { content, embeds } = view(jobs, changes);
  return [content, ...embeds.map(({ description }) => description)].join('\n');
};
type Part = HistoryView['components'][number]['components'][number];
const parts = (shown: HistoryView): Part[] => shown.components.flatMap<Part>(({ components }) => components);
const buttonIds = (shown: HistoryView): string[] =>
  parts(shown).flatMap((part) => ('label' in part ? part.custom_id : []));

describe('an entry', () => {
  test('says what became of the video, what it shows and how, and leads to it', () => {
    const lines = textOf([delivered()]).split('\n');
    expect(lines).toEqual([
      '**Your videos here: 1 video**',
      `**#7** · ✅ delivered <t:${NOW / 1_000}:R> · [go to it](https://discord.com/channels/100000000000000001/200000000000000001/5)`,
      '> A paper boat at dusk',
      '-# 720p · 16:9 · 8 s · sound · seed 7',
    ]);
  });

  test('leads to the card where there is no video to be seen', () => {
    expect(textOf([aJob({ state: 'failed', cardMessageId: '4' })])).toContain('001/4)');
    expect(textOf([delivered({ removedAt: NOW })])).toContain('001/4)');
    expect(textOf([aJob({ state: 'failed' })])).not.toContain('](');
  });

  test('leads to where the result was posted, which may be another channel', () => {
    expect(textOf([delivered({ resultChannelId: '42' })])).toContain('/100000000000000001/42/5)');
  });

  test('leads to where a video is to be seen now, where that is known', () => {
    const shown = new Map([[7, { channelId: '42', messageId: '43' }]]);
    expect(textOf([delivered()], { shown })).toContain('/100000000000000001/42/43)');
    expect(textOf([delivered({ id: 8 })], { shown })).toContain('001/5)');
    expect(textOf([delivered({ removedAt: NOW })], { shown })).toContain('001/4)');
  });

  test.for(JOB_STATES)('has words for every state: %s', (state) => {
    expect(textOf([aJob({ state })])).toMatch(/\*\*#7\*\* · \S+ \w.*<t:\d+:R>/);
  });

  test('says who removed a video, and that a prompt was deleted', () => {
    expect(textOf([delivered({ removedAt: NOW, removedById: ADA })])).toContain('deleted by its author');
    expect(textOf([delivered({ removedAt: NOW, removedById: '9' })])).toContain('removed by a moderator');
    const purged = textOf([delivered({ purgedAt: NOW })]);
    expect(purged).toContain('Its prompt and its file were deleted.');
    expect(purged).not.toContain('paper boat');
  });

  test('shows a prompt as plain words', () => {
    const text = textOf([withPrompt(delivered(), '# <@1> @everyone [a](https://x)\n> *b*')]);
    expect(text).toContain(
      '\n> \\# \\<\\@1\\> \\@everyone \\[a\\]\\(https\\:\\/\\/x\\) \\> \\*b\\*\n'.replaceAll('\\/', '/'),
    );
  });
});

test('only finished videos that are still there are offered to be posted again', () => {
  const jobs = [
    delivered({ id: 1 }),
    delivered({ id: 2, removedAt: NOW }),
    delivered({ id: 3, purgedAt: NOW }),
    aJob({ id: 4, state: 'undeliverable' }),
    aJob({ id: 5, state: 'generating' }),
  ];
  const [menu] = parts(view(jobs));
  expect(menu).toMatchObject({ custom_id: 'v1:history-post:0' });
  expect(menu && 'options' in menu ? menu.options.map(({ value }) => value) : []).toEqual(['1', '4']);
  expect(parts(view([aJob({ state: 'failed' })]))).toEqual([]);
});

test('pages lead to their neighbours only', () => {
  const jobs = [delivered()];
  const at = (page: number, total: number) => buttonIds(view(jobs, { page, total }));
  expect(at(0, 5)).toEqual([]);
  expect(at(0, 6)).toEqual([`v1:history-page:1::${ADA}:`]);
  expect(at(1, 11)).toEqual([`v1:history-page:0::${ADA}:`, `v1:history-page:2::${ADA}:`]);
  expect(at(2, 11)).toEqual([`v1:history-page:1::${ADA}:`]);
  expect(textOf(jobs, { page: 1, total: 11 })).toContain('**Your videos here: 11 videos** · page 2 of 3');
});

test('the heading names whose videos are shown, and what was looked for', () => {
  const filter: HistoryFilter = { userId: '8', outcome: 'failed', text: '*boat* <@1>' };
  const heading = textOf([delivered()], { filter, total: 1 }).split('\n')[0];
  expect(heading).toBe('**Videos of <@8> here · Failed or blocked · “\\*boat\\* \\<\\@1\\>”: 1 video**');
});

test.for([
  [{ userId: ADA }, 'You have asked for no video here yet. Make one with `/veo`.'],
  [{ userId: '8' }, '<@8> has asked for no video here yet.'],
  [{ userId: ADA, text: 'boat' }, 'No video of yours here fits that. Leave out `text`'],
  [{ userId: '8', outcome: 'failed' }, 'No video of <@8> here fits that. Leave out `text`'],
] as const)('nothing found says what to do (%o)', ([filter, text]) => {
  const shown = view([], { filter, total: 0 });
  expect(shown.content).toContain(text);
  expect(shown).toMatchObject({ embeds: [], components: [] });
});

test.for(WORST_PROMPTS)('a full page of the worst prompts is a message: %s', ([, prompt]) => {
  const jobs = Array.from({ length: HISTORY_PAGE_SIZE }, () =>
    withPrompt(
      largeJob({ state: 'delivered', cardMessageId: '9'.repeat(20), resultMessageId: '9'.repeat(20) }),
      prompt,
    ),
  );
  const filter = {
    userId: '9'.repeat(20),
    text: '*'.repeat(HISTORY_TEXT_MAX_LENGTH),
    outcome: 'ended',
  } as const;
  const shown = view(jobs, { filter, viewerId: '1', page: 99_998, total: 500_000 });
  expect(shown.content.length).toBeLessThanOrEqual(2_000);
  expect(shown.embeds[0]?.description?.length).toBeLessThanOrEqual(4_096);
  const [menu] = parts(shown);
  for (const { label } of menu && 'options' in menu ? menu.options : []) {
    expect(label.length).toBeLessThanOrEqual(100);
  }
});

describe('what a button carries of a filter', () => {
  test('comes back from it, within 100 characters, whatever was looked for', () => {
    const filters = fc.record({
      userId: fc.bigInt({ min: 1n, max: 10n ** 20n - 1n }).map(String),
      outcome: fc.constantFrom(undefined, ...HISTORY_OUTCOMES),
      text: fc.string({ unit: 'grapheme', maxLength: 60 }).map(searchText),
      challengeId: fc.option(fc.integer({ min: 1, max: 999_999_999 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(filters, fc.integer({ min: 0, max: 199_999 }), (filter, page) => {
        const shown = view([delivered()], { filter, page, total: 1_000_000 });
        for (const id of buttonIds(shown)) {
          expect(id.length).toBeLessThanOrEqual(100);
          const parsed = parseCustomId(id);
          expect(parsed?.action).toBe('history-page');
          expect(parseFilter(parsed?.argument)).toEqual(filter);
        }
      }),
    );
  });

  test('is nothing where it is none of ours', () => {
    expect(parseFilter(undefined)).toBeUndefined();
    expect(parseFilter('')).toBeUndefined();
    expect(parseFilter('delivered:Ada:')).toBeUndefined();
    expect(parseFilter(`all:${ADA}:x`)).toEqual({ userId: ADA, outcome: undefined, text: 'x' });
  });
});

test('a text to look for is cut as a button can carry it, never through a sign', () => {
  expect(searchText('  boat ')).toBe('boat');
  expect(searchText('   ')).toBeUndefined();
  expect(searchText(`${'x'.repeat(33)}😀`)).toBe('x'.repeat(33));
  expect(searchText('😀'.repeat(40))).toBe('😀'.repeat(17));
});

test('names of outcomes fit a choice', () => {
  for (const name of Object.values(OUTCOME_NAMES)) expect(name.length).toBeLessThanOrEqual(100);
});

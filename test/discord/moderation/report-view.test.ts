import { expect, test } from 'vitest';
import { renderReport } from '../../../src/discord/moderation/report-view.ts';
import { REPORT_REASONS, type Report } from '../../../src/moderation/report.ts';
import { aJob, largeJob, NOW, WORST_PROMPTS } from '../job.ts';
import { ACTIVE, ACTIVE_ESCAPED, expectTaken, labelsIn, textIn } from './views.ts';

const MODERATOR = '300000000000000002';
const REPORTER = '300000000000000003';

const aReport = (changes: Partial<Report> = {}): Report => ({
  id: 3,
  guildId: '100000000000000001',
  jobId: 7,
  reporterId: REPORTER,
  reason: 'unsafe',
  text: 'See the end',
  at: NOW,
  state: 'open',
  decidedById: undefined,
  ...changes,
});
const posted = aJob({ state: 'delivered', resultMessageId: '42' });

test('an open report tells what is wrong with which video, and can be decided on', () => {
  const message = renderReport(aReport(), posted);
  expect(textIn(message).split('\n')).toEqual([
    '**Report 3: video #7** · <t:1795348800:R>',
    'Reason: violent, sexual or otherwise unsafe',
    '“See the end”',
    'By <@300000000000000001> in <#200000000000000001> · [the video](https://discord.com/channels/100000000000000001/200000000000000001/42)',
    '> A paper boat at dusk',
  ]);
  expect(labelsIn(message)).toEqual(['Act on it', 'Dismiss', 'Mute or unmute reporter']);
  expectTaken(message);
});

test('a decided one tells the decision', () => {
  const acted = renderReport(aReport({ state: 'acted-on', decidedById: MODERATOR }), posted);
  expect(textIn(acted)).toMatch(new RegExp(`✅ \\*\\*Acted on\\*\\* by <@${MODERATOR}>$`));
  expect(labelsIn(acted)).toEqual([]);
  const dismissed = renderReport(aReport({ state: 'dismissed', decidedById: MODERATOR }), posted);
  expect(textIn(dismissed)).toMatch(/⚪ \*\*Dismissed\*\* by .*: the video stays\.$/);
  // Who reports falsely can still be muted.
  expect(labelsIn(dismissed)).toEqual(['Mute or unmute reporter']);
});

test.each(['open', 'acted-on', 'dismissed'] as const)('it never says who reported: %s', (state) => {
  const message = renderReport(aReport({ state, decidedById: MODERATOR }), posted);
  expect(JSON.stringify(message)).not.toContain(REPORTER);
});

test('a video that is gone, or was never posted, is not linked', () => {
  expect(textIn(renderReport(aReport(), { ...posted, removedAt: NOW }))).toContain('not posted (any more)');
  expect(textIn(renderReport(aReport(), aJob()))).toContain('not posted (any more)');
  expect(textIn(renderReport(aReport({ text: undefined }), undefined)).split('\n')).toHaveLength(2);
});

test.each(REPORT_REASONS)('the reason %s is put into words', (reason) => {
  expect(textIn(renderReport(aReport({ reason }), posted))).toMatch(/Reason: [a-z].{3,}/);
});

test('the words of the report are not formatted', () => {
  expect(textIn(renderReport(aReport({ text: ACTIVE }), posted))).toContain(`“${ACTIVE_ESCAPED}”`);
});

test.each(WORST_PROMPTS)('it is taken by Discord with %s', (_what, text) => {
  expectTaken(renderReport(aReport({ text }), largeJob({ state: 'delivered', resultMessageId: '42' })));
});

import { describe, expect, test } from 'vitest';
import { listedMember, renderCase, renderCasePage } from '../../../src/discord/moderation/case-view.ts';
import { CASE_KINDS, type ModerationCase } from '../../../src/moderation/case.ts';
import { aJob, NOW, WORST_PROMPTS } from '../job.ts';
import { ACTIVE, ACTIVE_ESCAPED, expectTaken, labelsIn, textIn } from './views.ts';

const MODERATOR = '300000000000000002';
const ADA = '300000000000000001';

const aCase = (changes: Partial<ModerationCase> = {}): ModerationCase => ({
  guildId: '100000000000000001',
  number: 12,
  kind: 'block',
  actorId: MODERATOR,
  at: NOW,
  ...changes,
});

describe('a case', () => {
  test('says who, whom, what, why and until when', () => {
    const made = aCase({
      targetId: ADA,
      reason: 'spam',
      detail: 'not blocked → blocked',
      until: NOW + 60_000,
    });
    const message = renderCase(made, undefined);
    expect(textIn(message).split('\n')).toEqual([
      '**Case 12 · Member blocked**',
      `By <@${MODERATOR}> · <t:1795348800:f> (<t:1795348800:R>)`,
      `Whom: <@${ADA}>`,
      'not blocked → blocked',
      'Why: “spam”',
      'Until: <t:1795348860:f> (<t:1795348860:R>)',
    ]);
    expectTaken(message);
  });

  test('says no more than it knows', () => {
    expect(textIn(renderCase(aCase({ kind: 'queue-pause' }), undefined)).split('\n')).toHaveLength(2);
  });

  test('links the card and the video that it is about', () => {
    const job = aJob({ id: 7, state: 'delivered', cardMessageId: '41', resultMessageId: '42' });
    const text = textIn(renderCase(aCase({ jobId: 7 }), job));
    const channel = 'https://discord.com/channels/100000000000000001/200000000000000001';
    expect(text).toContain(`Video: #7 · [card](${channel}/41) · [video](${channel}/42)`);
    const removed = textIn(renderCase(aCase({ jobId: 7 }), { ...job, removedAt: NOW }));
    expect(removed).toContain(`Video: #7 · [card](${channel}/41)`);
    expect(removed).not.toContain('[video]');
    expect(textIn(renderCase(aCase({ jobId: 7 }), undefined))).toMatch(/Video: #7$/);
  });

  test.each(CASE_KINDS)('of the kind %s has a title', (kind) => {
    expect(textIn(renderCase(aCase({ kind }), undefined))).toMatch(/^\*\*Case 12 · [A-Z][a-z ]+\*\*/);
  });

  test('formats nothing that people wrote', () => {
    const text = textIn(renderCase(aCase({ reason: ACTIVE, detail: `${ACTIVE} → ${ACTIVE}` }), undefined));
    expect(text).toContain(`Why: “${ACTIVE_ESCAPED}”`);
    const detail = ACTIVE_ESCAPED.replace(' \\#', ' · \\#');
    expect(text).toContain(`${detail} → ${detail}`);
  });

  test.each(WORST_PROMPTS)('is taken by Discord with %s for a reason', (_what, text) => {
    expectTaken(
      renderCase(aCase({ targetId: ADA, reason: text, detail: text, jobId: 7, until: NOW }), aJob()),
    );
  });
});

describe('the list', () => {
  const page = { cases: [aCase()], targetId: undefined, hasOlder: false, hasNewer: false };

  test('has a line for each', () => {
    const cases = [aCase({ targetId: ADA, reason: 'spam' }), aCase({ number: 11, kind: 'queue-pause' })];
    expect(textIn(renderCasePage({ ...page, cases })).split('\n')).toEqual([
      '**Cases**',
      `**12** · <t:1795348800:R> · Member blocked · <@${ADA}> · by <@${MODERATOR}>: “spam”`,
      `**11** · <t:1795348800:R> · Queue paused · by <@${MODERATOR}>`,
      '-# `/veo-mod case show` tells everything about one.',
    ]);
  });

  test('leads on to the older and back to the newest', () => {
    expect(renderCasePage(page).components).toEqual([]);
    const both = renderCasePage({ ...page, hasOlder: true, hasNewer: true });
    expect(labelsIn(both)).toEqual(['Newest', 'Older']);
    expect(JSON.stringify(both.components)).toContain('v1:case-page:0');
    expect(JSON.stringify(both.components)).toContain('v1:case-page:12');
    expectTaken(both);
  });

  test('says whom it is about, in a way that is found again', () => {
    const { content } = renderCasePage({ ...page, targetId: ADA });
    expect(listedMember(content)).toBe(ADA);
    expect(listedMember(renderCasePage(page).content)).toBeUndefined();
  });

  test('says so when there is nothing in it', () => {
    expect(textIn(renderCasePage({ ...page, cases: [] }))).toContain('No cases.');
  });

  test.each(WORST_PROMPTS)('is taken by Discord with reasons of %s', (_what, reason) => {
    const cases = Array.from({ length: 10 }, () =>
      aCase({ number: 999_999, targetId: '9'.repeat(20), actorId: '9'.repeat(20), reason }),
    );
    expectTaken(renderCasePage({ cases, targetId: ADA, hasOlder: true, hasNewer: true }));
  });
});

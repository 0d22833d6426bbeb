import { describe, expect, test } from 'vitest';
import { changedFields, checkChanges, type Draft, isEditable } from '../../src/challenges/editable.ts';
import type { Phase } from '../../src/challenges/phases.ts';
import { type ChallengeSettings, challengeSettingsSchema } from '../../src/challenges/settings.ts';

const draft = (settings: Partial<ChallengeSettings> = {}, texts: Partial<Draft> = {}): Draft => ({
  title: 'Light',
  theme: 'Light in the dark',
  rules: undefined,
  schedule: { opensAt: 1, entriesUntil: 2, reviewUntil: undefined, votesUntil: 3 },
  channelId: '1',
  settings: challengeSettingsSchema.parse(settings),
  ...texts,
});

const problems = (phase: Phase, before: Draft, after: Draft): string => {
  try {
    checkChanges(phase, before, after);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

test('in a draft everything may change', () => {
  const after = draft(
    { method: 'ranked', anonymous: false, requiredWords: ['boat'], entrantRoleIds: ['5'], thread: false },
    {
      title: 'Dark',
      channelId: '2',
      schedule: { opensAt: 5, entriesUntil: 6, reviewUntil: 7, votesUntil: 8 },
    },
  );
  expect(problems('draft', draft(), after)).toBe('');
});

test('what differs is named once, whatever stood first', () => {
  const after = draft({ prizes: [{ place: 1, bonusVideos: 3 }] }, { title: 'Dark' });
  expect(changedFields(draft(), after)).toEqual(['title', 'prizes']);
  expect(changedFields(draft(), draft())).toEqual([]);
});

describe('after the publication nothing is taken from members', () => {
  const prize = { place: 1, roleId: '7', roleDays: 7, bonusVideos: 3 };
  const forEver = { place: 1, roleId: '7', bonusVideos: 3 };
  test.each<[string, Partial<ChallengeSettings>, Partial<ChallengeSettings>]>([
    ['entries a member', { entriesPerMember: 2 }, { entriesPerMember: 1 }],
    ['required words', { requiredWords: ['a'] }, { requiredWords: ['a', 'b'] }],
    ['lengths', { durations: [4, 8] }, { durations: [8] }],
    ['lengths where all were allowed', {}, { durations: [8] }],
    ['shapes', {}, { aspectRatios: ['9:16'] }],
    ['sizes', {}, { resolutions: ['720p'] }],
    ['pictures', { picturesAllowed: true }, { picturesAllowed: false }],
    ['who may enter', {}, { entrantRoleIds: ['5'] }],
    ['who may vote', { voterRoleIds: ['5', '6'] }, { voterRoleIds: ['5'] }],
    ['age of accounts', {}, { minAccountDays: 3 }],
    ['days in the server', { minMemberDays: 3 }, { minMemberDays: 4 }],
    ['names', { anonymous: true }, { anonymous: false }],
    ['a prize', { prizes: [prize] }, { prizes: [] }],
    ['a prize’s days', { prizes: [forEver] }, { prizes: [prize] }],
    ['a prize’s bonus', { prizes: [prize] }, { prizes: [{ ...prize, bonusVideos: 2 }] }],
    ['the pool', { poolVideos: 3 }, { poolVideos: 2 }],
    ['the pool at all', { poolVideos: 3 }, {}],
    ['the pool’s end', { poolVideos: 3 }, { poolVideos: 3, poolUnits: 100 }],
    ['the cool-down', {}, { winnerCooldownDays: 7 }],
  ])('%s', (_, before, after) => {
    expect(problems('announced', draft(before), draft(after))).toMatch(
      /Nothing was changed[\s\S]*members’ favour/,
    );
    expect(problems('announced', draft(after), draft(before))).toBe('');
    expect(problems('draft', draft(before), draft(after))).toBe('');
  });
});

test('another shape or another role in place of the published one is no favour', () => {
  const prizes = [{ place: 1, roleId: '7' }];
  for (const [before, after] of [
    [draft({ aspectRatios: ['16:9'] }), draft({ aspectRatios: ['9:16'] })],
    [draft({ prizes }), draft({ prizes: [{ place: 1, roleId: '8' }] })],
    [draft({ prizes }), draft({ prizes: [{ place: 2, roleId: '7' }] })],
  ] as const) {
    expect(problems('announced', before, after)).toContain('members’ favour');
  }
});

test('once votes are in, what they are counted by holds', () => {
  for (const after of [
    draft({ method: 'approval' }),
    draft({ ties: 'shared' }),
    draft({ minRatings: 5 }),
    draft({ voterRoleIds: [], prizes: [{ place: 1, bonusVideos: 1 }] }),
    draft({}, { title: 'Dark' }),
  ]) {
    for (const phase of ['voting', 'tallying', 'closed', 'cancelled'] as const) {
      expect(problems(phase, draft(), after)).toContain('until voting begins');
    }
    expect(problems('review', draft(), after)).toBe('');
  }
});

test('the theme holds once entries are taken, place and times once it is published', () => {
  const other = draft({}, { theme: 'Dark' });
  expect(problems('announced', draft(), other)).toBe('');
  expect(problems('open', draft(), other)).toContain('**Theme** can be changed only until entries open.');
  const elsewhere = draft({ thread: false, reviewHours: 5 }, { channelId: '2' });
  expect(problems('announced', draft(), elsewhere).match(/in a draft/g)).toHaveLength(3);
  expect(isEditable('channelId', 'announced')).toBe(false);
});

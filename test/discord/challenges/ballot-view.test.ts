import fc from 'fast-check';
import { expect, test } from 'vitest';
import { possibleMarks } from '../../../src/challenges/ballot.ts';
import { type BallotSight, ballotSight } from '../../../src/challenges/ballot-sight.ts';
import type { Challenge, Entry } from '../../../src/challenges/challenge.ts';
import { CHALLENGE_TEXT_MAX, DEFAULT_CHALLENGE_SETTINGS } from '../../../src/challenges/settings.ts';
import { VOTING_METHODS, type VotingMethod } from '../../../src/challenges/tally.ts';
import { firstLook, parseLook, positionOf } from '../../../src/discord/challenges/ballot-look.ts';
import { type BallotMessage, renderEntryToVoter } from '../../../src/discord/challenges/ballot-view.ts';
import { parseBallotPage, renderOwnBallot } from '../../../src/discord/challenges/own-ballot-view.ts';

const VOTER = '10';
const AUTHOR = '5005';
/** Every character of it takes two once it is escaped. */
const worst = (length: number) => '*'.repeat(length);

const challengeWith = (method: VotingMethod): Challenge => ({
  id: 999_999_999_999,
  guildId: '1',
  hostId: '2',
  phase: 'voting',
  phaseSince: 0,
  title: worst(CHALLENGE_TEXT_MAX.title),
  theme: 'Boats',
  rules: undefined,
  settings: { ...DEFAULT_CHALLENGE_SETTINGS, method },
  schedule: { opensAt: 0, entriesUntil: 100, reviewUntil: undefined, votesUntil: 200 },
  round: 2,
  runOffEntryIds: Array.from({ length: 300 }, (_, index) => 999_999_000_000 + index),
  pausedAt: undefined,
  reason: undefined,
  channelId: '3',
  threadId: undefined,
  scheduledEventId: undefined,
  votesFrom: 110,
  secret: 'secret',
  seriesId: undefined,
  createdAt: 0,
  publishedAt: 0,
  closedAt: undefined,
});

function sightWith(method: VotingMethod, size: number, marked: number, own = false): BallotSight {
  const challenge = challengeWith(method);
  const entries = Array.from(
    { length: size },
    (_, index): Entry => ({
      id: 999_999_000_000 + index,
      challengeId: challenge.id,
      number: index + 1,
      userId: own && index === 0 ? VOTER : AUTHOR,
      jobId: index,
      title: worst(CHALLENGE_TEXT_MAX.entryTitle),
      state: 'accepted',
      reason: undefined,
      enteredAt: 0,
      swappedAt: undefined,
    }),
  );
  const values = possibleMarks(method);
  const marks = entries
    .slice(0, marked)
    .map(({ id }, index) => ({ entryId: id, value: values[index % values.length] ?? 1 }));
  return ballotSight(challenge, entries, marks, VOTER);
}

const longId = '9'.repeat(19);
const link = `https://discord.com/channels/${longId}/${longId}/${longId}`;
const file = `https://cdn.discordapp.com/attachments/${longId}/${longId}/entry-200.mp4?ex=${'a'.repeat(8)}&is=${'a'.repeat(8)}&hm=${'a'.repeat(64)}&`;

/** What Discord would refuse. */
function check({ content, components }: BallotMessage): void {
  expect(content.length).toBeLessThanOrEqual(2_000);
  expect(content.length).toBeGreaterThan(0);
  expect(components.length).toBeLessThanOrEqual(5);
  const parts = components.flatMap((row) => row.components);
  for (const row of components) {
    expect(row.components.length).toBeGreaterThan(0);
    expect(row.components.length).toBeLessThanOrEqual(5);
  }
  const ids = parts.flatMap((part) => ('custom_id' in part ? [part.custom_id] : []));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id.length).toBeLessThanOrEqual(100);
}

const view = fc.record({
  method: fc.constantFrom(...VOTING_METHODS),
  size: fc.integer({ min: 0, max: 200 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  own: fc.boolean(),
  position: fc.integer({ min: 0, max: 250 }),
  posted: fc.constantFrom(
    undefined,
    { link, video: undefined },
    { link, video: { url: file, spoiler: false } },
    { link, video: { url: file, spoiler: true } },
  ),
});

test('whatever there is to show, Discord takes it', () => {
  fc.assert(
    fc.property(view, ({ method, size, share, own, position, posted }) => {
      const sight = sightWith(method, size, Math.round(size * share), own);
      check(renderEntryToVoter(sight, positionOf(sight, { to: 'position', position }), posted));
      const links = new Map(sight.entries.map(({ id }) => [id, link]));
      check(renderOwnBallot(sight, { page: position, position }, links));
      check(renderOwnBallot(sight, { page: 0, position }, new Map()));
    }),
    { numRuns: 150 },
  );
});

test('nothing that is shown tells who made an entry', () => {
  for (const method of VOTING_METHODS) {
    const sight = sightWith(method, 5, 3);
    const shown = [
      ...sight.entries.map((_, position) => renderEntryToVoter(sight, position, undefined)),
      renderOwnBallot(sight, { page: 0, position: 0 }, new Map()),
    ];
    expect(JSON.stringify(shown)).not.toContain(AUTHOR);
  }
});

test('an own entry has no marks, and only its owner sees that it is theirs', () => {
  const sight = sightWith('stars', 1, 0, true);
  expect(JSON.stringify(renderEntryToVoter(sight, 0, undefined))).not.toContain('challenge-mark');
  const others = renderEntryToVoter({ ...sight, voterId: '11' }, 0, undefined);
  expect(JSON.stringify(others)).toContain('challenge-mark');
  expect(others.content).not.toContain('yours');
});

test('where no entry is left the viewer says so', () => {
  const message = renderEntryToVoter(sightWith('stars', 0, 0), 0, undefined);
  expect(message.content).toContain('No entry is left to vote on');
  expect(message.components).toEqual([]);
});

test.for([
  ['0', { to: 'position', position: 0 }],
  ['-1', { to: 'position', position: -1 }],
  ['199', { to: 'position', position: 199 }],
  ['unmarked-1', { to: 'next-unmarked', position: -1 }],
  ['unmarked12', { to: 'next-unmarked', position: 12 }],
  ['', undefined],
  [undefined, undefined],
  ['1x', undefined],
  ['99999999', undefined],
] as const)('the argument %o leads to %o', ([argument, look]) => {
  expect(parseLook(argument)).toEqual(look);
});

test('a position that is gone leads to the nearest one there is', () => {
  const sight = sightWith('ranked', 3, 0);
  expect(positionOf(sight, { to: 'position', position: 9 })).toBe(2);
  expect(positionOf(sight, { to: 'position', position: -1 })).toBe(0);
  expect(positionOf(sightWith('ranked', 0, 0), { to: 'position', position: 5 })).toBe(0);
  expect(positionOf(sightWith('stars', 3, 3), { to: 'next-unmarked', position: 1 })).toBe(1);
});

test('with stars the viewer opens where no mark is yet, otherwise at the beginning', () => {
  expect(firstLook(challengeWith('stars'))).toEqual({ to: 'next-unmarked', position: -1 });
  expect(firstLook(challengeWith('ranked'))).toEqual({ to: 'position', position: 0 });
});

test.for([
  ['0.0', { page: 0, position: 0 }],
  ['16.199', { page: 16, position: 199 }],
  ['-1.0', undefined],
  ['1', undefined],
  [undefined, undefined],
] as const)('the argument %o is the page %o of the ballot', ([argument, page]) => {
  expect(parseBallotPage(argument)).toEqual(page);
});

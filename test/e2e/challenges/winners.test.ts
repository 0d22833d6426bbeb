import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../src/challenges/challenge.ts';
import type { ChallengeSettings } from '../../../src/challenges/settings.ts';
import type { SandboxMember } from '../../../src/sandbox/discord/model.ts';
import { textOf } from '../../support/world.ts';
import {
  DAY_MS,
  enterAll,
  found,
  goTo,
  HOUR_MS,
  type Life,
  looks,
  openLife,
  postsWith,
  published,
  untilIn,
  vote,
  winners,
} from './life.ts';

/** Bea, Cem and Dia have entered; Eve and Fay have voted for them: 3 for Bea, 2 for Cem, 1 for Dia. */
async function voted(life: Life, settings: Partial<ChallengeSettings> = {}) {
  const [challenge] = await votedAtOnce(life, settings);
  return challenge;
}

/** The same with another challenge like it, whose vote ends at the same time. */
async function votedTwice(life: Life, settings: Partial<ChallengeSettings>) {
  const [one, other] = await votedAtOnce(life, settings, 2);
  if (!other) throw new Error('only one challenge');
  const { challenges } = life.stores;
  for (const { id } of [one, other]) {
    await challenges.change(id, ['voting'], { schedule: other.schedule }, life.clock.now());
  }
  return { one, other, votesUntil: other.schedule.votesUntil };
}

async function votedAtOnce(life: Life, settings: Partial<ChallengeSettings>, times = 1) {
  const [bea, cem, dia, eve, fay] = life.members;
  if (!bea || !cem || !dia || !eve || !fay) throw new Error('too few members');
  const options = { opensIn: 0, settings: { method: 'approval' as const, ...settings } };
  const entered: { id: number; entries: Entry[] }[] = [];
  for (let index = 0; index < times; index += 1) {
    const { id } = await published(life, options);
    await untilIn(life, id, 'open');
    entered.push({ id, entries: await enterAll(life, id, [bea, cem, dia]) });
  }
  const all = [];
  for (const { id, entries } of entered) {
    goTo(life, Math.max(life.clock.now(), (await found(life, id)).schedule.entriesUntil));
    const { schedule } = await untilIn(life, id, 'voting');
    const [first, second, third] = entries;
    await vote(life, id, eve, [{ entry: first }, { entry: second }, { entry: third }]);
    await vote(life, id, fay, [{ entry: first }, { entry: second }]);
    await vote(life, id, dia, [{ entry: first }]);
    all.push({ id, schedule, entries, bea, cem, dia, eve, fay });
  }
  const [first, ...others] = all;
  if (!first) throw new Error('no challenge');
  return [first, ...others] as const;
}

async function block({ stores, guild, mo, clock }: Life, { id: userId }: SandboxMember) {
  const about = { guildId: guild.id, userId, reason: 'spam', byId: mo.id };
  await stores.blocks.block(
    { ...about, since: clock.now(), until: undefined },
    { kind: 'block', actorId: mo.id, reason: 'spam' },
    clock.now(),
  );
}

async function close(life: Life, { id }: { id: number }) {
  goTo(life, (await found(life, id)).schedule.votesUntil);
  await untilIn(life, id, 'closed');
  const outcome = await life.stores.challenges.outcome(id);
  if (!outcome) throw new Error('no outcome');
  return outcome;
}

test('a winner who left hands the place on, and the podium says so', async () => {
  const life = await openLife();
  const challenge = await voted(life);
  life.guild.removeMember(challenge.bea);
  const { placements } = await close(life, challenge);
  expect(placements.map(({ place, passedOver }) => [place, passedOver])).toEqual([
    [1, 'left'],
    [1, undefined],
    [2, undefined],
  ]);
  expect(await winners(life, challenge.id)).toEqual(['1 Cem', '2 Dia']);
  const podium = await life.until('the podium', () => postsWith(life.arena, 'the result')[0]);
  expect(podium.embeds[0]?.description).toContain('Entry 1 wins nothing: its author has left the server.');
});

test('a winner who is blocked when votes are counted hands the place on; the podium does not say why', async () => {
  const life = await openLife();
  const challenge = await voted(life, { prizes: [{ place: 1, bonusVideos: 3 }] });
  await block(life, challenge.bea);
  const { placements } = await close(life, challenge);
  expect(placements[0]).toMatchObject({ entryId: challenge.entries[0]?.id, passedOver: 'blocked' });
  expect(await winners(life, challenge.id)).toEqual(['1 Cem', '2 Dia']);
  const podium = await life.until('the podium', () => postsWith(life.arena, 'the result')[0]);
  const text = podium.embeds[0]?.description;
  expect(text).toContain('Entry 1 wins nothing: its author could not take part when votes were counted.');
  expect(text).not.toContain('block');
});

test('with the usual settings a server of three has a winner, and the podium says how few ratings were enough', async () => {
  const life = await openLife();
  const [bea, cem, dia] = life.members;
  if (!bea || !cem || !dia) throw new Error('too few members');
  const { id, schedule } = await published(life, { opensIn: 0 });
  await untilIn(life, id, 'open');
  const [first, second, third] = await enterAll(life, id, [bea, cem, dia]);
  goTo(life, schedule.entriesUntil);
  await untilIn(life, id, 'voting');
  const rules = postsWith(life.arena, 'An entry needs at least 3 ratings to win.')[0];
  expect(rules && textOf(rules)).toContain('If none gets that many, the most that any entry gets is enough.');
  await vote(life, id, bea, [
    { entry: second, value: 5 },
    { entry: third, value: 3 },
  ]);
  await vote(life, id, cem, [{ entry: first, value: 4 }]);
  await vote(life, id, dia, [
    { entry: first, value: 4 },
    { entry: second, value: 5 },
  ]);
  await close(life, { id });
  expect(await winners(life, id)).toEqual(['1 Cem', '2 Bea']);
  const podium = await life.until('the podium', () => postsWith(life.arena, 'the result')[0]);
  expect(podium.embeds[0]?.description).toContain('No entry got 3 ratings, so 2 were enough.');
});

test('votes of members who left, were blocked or lost the role do not count', async () => {
  const life = await openLife();
  const role = life.guild.addRole('Voters', { position: 1 });
  for (const member of life.members) member.roles = [role];
  const challenge = await voted(life, { voterRoleIds: [role.id] });
  life.guild.removeMember(challenge.dia);
  challenge.fay.roles = [];
  await block(life, challenge.eve);
  const outcome = await close(life, challenge);
  expect(outcome).toMatchObject({ ballots: 3, invalidBallots: 3 });
  expect(outcome.placements.every(({ points, counted }) => points === 0 && !counted)).toBe(true);
  expect(await winners(life, challenge.id)).toEqual([]);
});

test('who won not long ago wins nothing, and may win again when the time is over', async () => {
  const life = await openLife();
  const cooled = { winnerCooldownDays: 10 };
  await close(life, await voted(life));
  const second = await voted(life, cooled);
  await close(life, second);
  // All three won the first time.
  expect(await winners(life, second.id)).toEqual([]);
  goTo(life, life.clock.now() + 10 * DAY_MS);
  const third = await voted(life, cooled);
  await close(life, third);
  expect(await winners(life, third.id)).toEqual(['1 Bea', '2 Cem', '3 Dia']);
});

describe('of two challenges that end together', () => {
  const setUp = async () => {
    const life = await openLife();
    const both = await votedTwice(life, { winnerCooldownDays: 10 });
    // Counted in two portions: the other one could be done before.
    for (let index = 0; index < 60; index += 1) {
      const voter = { voterId: String(9_000_000 + index), accountCreatedAt: 0 };
      const mark = { challengeId: both.one.id, entryId: both.one.entries[0]?.id ?? 0, value: 1 };
      await life.stores.ballots.cast({ ...voter, ...mark }, life.clock.now());
    }
    return { life, ...both };
  };

  test.each([
    { interrupted: false, how: 'counted in one go' },
    { interrupted: true, how: 'with the bot killed in the midst of it' },
  ])('the earlier one is decided first, $how', async ({ interrupted }) => {
    const { life, one, other, votesUntil } = await setUp();
    const { challenges, ballots } = life.stores;
    await life.running.stop();
    goTo(life, votesUntil);
    if (interrupted) {
      const end = { from: 'voting', to: 'tallying', at: votesUntil } as const;
      for (const { id } of [one, other]) await challenges.move(id, end);
      const looked = await ballots.unchecked(one.id, 1, 50);
      const verdicts = looked.map(({ voterId }) => ({ voterId, valid: !voterId.startsWith('9') }));
      await ballots.checked(one.id, 1, verdicts);
    }
    await life.restart();
    for (const { id } of [one, other]) await untilIn(life, id, 'closed');
    expect(await winners(life, one.id)).toEqual(['1 Bea', '2 Cem', '3 Dia']);
    expect(await winners(life, other.id)).toEqual([]);
  });

  test('the later one waits while the earlier one cannot be counted, and no longer once that is cancelled', async () => {
    const { life, one, other, votesUntil } = await setUp();
    const lookup = { method: 'GET', path: /\/members\/90000\d\d$/ };
    life.discord.faults.add({ ...lookup, effect: { kind: 'status', status: 500 } });
    goTo(life, votesUntil);
    for (const { id } of [one, other]) {
      await life.until('both to be counted', async () => (await found(life, id)).phase === 'tallying');
    }
    await looks(life);
    expect((await found(life, other.id)).phase).toBe('tallying');
    await life.stores.challenges.move(one.id, { from: 'tallying', to: 'cancelled', at: life.clock.now() });
    await untilIn(life, other.id, 'closed');
    expect(await winners(life, other.id)).toEqual(['1 Bea', '2 Cem', '3 Dia']);
  });
});

test('an entry whose video was removed, or that was disqualified while votes were taken, wins nothing', async () => {
  const life = await openLife();
  const challenge = await voted(life);
  const { stores, clock, mo } = life;
  const [first, second] = challenge.entries;
  expect(await stores.store.removeOwn(first?.jobId ?? 0, clock.now())).toBe(true);
  await stores.challenges.disqualify(
    second?.id ?? 0,
    { kind: 'remove', actorId: mo.id, reason: 'stolen' },
    clock.now(),
  );
  const { placements } = await close(life, challenge);
  expect(placements.map(({ entryId }) => entryId)).not.toContain(second?.id);
  expect(await winners(life, challenge.id)).toEqual(['1 Dia']);
});

test('a bot that was removed from the server counts nobody as gone: it waits until it is back', async () => {
  const life = await openLife();
  const challenge = await voted(life);
  life.guild.removeBot();
  goTo(life, challenge.schedule.votesUntil);
  await life.until(
    'the end of the voting',
    async () => (await found(life, challenge.id)).phase === 'tallying',
  );
  goTo(life, life.clock.now() + HOUR_MS);
  await looks(life);
  expect((await found(life, challenge.id)).phase).toBe('tallying');
  life.guild.addBot();
  await untilIn(life, challenge.id, 'closed');
  expect(await winners(life, challenge.id)).toEqual(['1 Bea', '2 Cem', '3 Dia']);
});

test('a run-off decides between the best, among them only, and once', async () => {
  const life = await openLife();
  const { bea, cem, dia, eve, fay, id, entries, schedule } = await voted(life, { ties: 'run-off' });
  const [first, second, third] = entries;
  // Cem comes level with Bea.
  await vote(life, id, bea, [{ entry: second }]);
  await vote(life, id, life.mo, [{ entry: third }]);
  goTo(life, schedule.votesUntil);
  const again = await untilIn(life, id, 'voting', 2);
  expect(again.runOffEntryIds).toEqual([first?.id, second?.id]);
  expect(again.schedule.votesUntil - (again.votesFrom ?? 0)).toBe(DAY_MS);
  const post = await life.until(
    'the run-off to be told',
    () => postsWith(life.arena, 'have equal scores. A second vote')[0],
  );
  expect(post.content).toContain('**Entry 1**, **Entry 2** have equal scores');
  await life.restart();
  await expect(vote(life, id, eve, [{ entry: third }])).rejects.toThrow('no-such-entry');
  const voters: SandboxMember[] = [eve, fay, dia];
  for (const voter of voters) await vote(life, id, voter, [{ entry: second }]);
  await vote(life, id, cem, [{ entry: first }]);
  life.guild.removeMember(eve);
  goTo(life, again.schedule.votesUntil);
  await untilIn(life, id, 'closed');
  expect(await winners(life, id)).toEqual(['1 Cem', '2 Bea', '3 Dia']);
  const podium = await life.until('the podium', () => postsWith(life.arena, 'the result')[0]);
  expect(podium.embeds[0]?.description).toContain('A run-off decided between the best.');
  // Both tell of the first vote: four voted in the run-off.
  expect(podium.embeds[0]?.description).toContain('5 members voted.');
  const announcement = await life.until(
    'the announcement to link to the result',
    () => postsWith(life.arena, '🏁')[0],
  );
  expect(textOf(announcement)).toContain('5 members have voted');
});

test('no run-off is held where only one of the best may win; it is between the others where more may', async () => {
  const life = await openLife();
  const { one, other, votesUntil } = await votedTwice(life, { ties: 'run-off' });
  const { id, entries, bea, cem, dia } = one;
  const [, second, third] = entries;
  // All three come level, in the other one two of them; Bea's ballots do not count.
  await vote(life, id, cem, [{ entry: third }]);
  await vote(life, id, life.mo, [{ entry: second }, { entry: third }]);
  await vote(life, other.id, life.mo, [{ entry: other.entries[1] }]);
  life.guild.removeMember(bea);
  goTo(life, votesUntil);
  const again = await untilIn(life, id, 'voting', 2);
  expect(again.runOffEntryIds).toEqual([second?.id, third?.id]);
  await untilIn(life, other.id, 'closed');
  expect((await found(life, other.id)).round).toBe(1);
  expect(await winners(life, other.id)).toEqual(['1 Cem', '2 Dia']);
  await vote(life, id, cem, [{ entry: third }]);
  await vote(life, id, dia, [{ entry: second }]);
  await close(life, { id });
  expect(await winners(life, id)).toEqual(['1 Cem', '2 Dia']);
});

test('a run-off that ends level falls back on the published order', async () => {
  const life = await openLife();
  const { bea, id, entries, schedule } = await voted(life, { ties: 'run-off' });
  await vote(life, id, bea, [{ entry: entries[1] }]);
  goTo(life, schedule.votesUntil);
  const again = await untilIn(life, id, 'voting', 2);
  goTo(life, again.schedule.votesUntil);
  await untilIn(life, id, 'closed');
  expect(await winners(life, id)).toEqual(['1 Bea', '2 Cem', '3 Dia']);
});

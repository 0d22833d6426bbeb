import { expect, test } from 'vitest';
import type { ChallengeSettings } from '../../../src/challenges/settings.ts';
import type { SandboxMember } from '../../../src/sandbox/discord/model.ts';
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
  const [bea, cem, dia, eve, fay] = life.members;
  if (!bea || !cem || !dia || !eve || !fay) throw new Error('too few members');
  const options = { opensIn: 0, settings: { method: 'approval' as const, ...settings } };
  const { id, schedule } = await published(life, options);
  await untilIn(life, id, 'open');
  const entries = await enterAll(life, id, [bea, cem, dia]);
  const [first, second, third] = entries;
  goTo(life, schedule.entriesUntil);
  await untilIn(life, id, 'voting');
  await vote(life, id, eve, [{ entry: first }, { entry: second }, { entry: third }]);
  await vote(life, id, fay, [{ entry: first }, { entry: second }]);
  await vote(life, id, dia, [{ entry: first }]);
  return { id, schedule, entries, bea, cem, dia, eve, fay };
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

test('votes of members who left, were blocked or lost the role do not count', async () => {
  const life = await openLife();
  const role = life.guild.addRole('Voters', { position: 1 });
  const { clock, guild, stores } = life;
  for (const member of life.members) member.roles = [role];
  const challenge = await voted(life, { voterRoleIds: [role.id] });
  guild.removeMember(challenge.dia);
  challenge.fay.roles = [];
  const block = { guildId: guild.id, userId: challenge.eve.id, reason: 'spam', byId: life.mo.id };
  await stores.blocks.block(
    { ...block, since: clock.now(), until: undefined },
    { kind: 'block', actorId: life.mo.id, reason: 'spam' },
    clock.now(),
  );
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

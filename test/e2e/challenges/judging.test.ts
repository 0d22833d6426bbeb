import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import type { Entry } from '../../../src/challenges/challenge.ts';
import type { OptionValues, SandboxMember } from '../../../src/sandbox/discord/model.ts';
import { readCsv } from '../../charts/read-csv.ts';
import {
  changeSettings,
  MODERATOR_PERMISSIONS,
  openModeratedWorld,
  settled,
} from '../../support/moderating.ts';
import { moveTo } from '../../support/open-challenge.ts';
import { check, openPanel } from '../../support/panel.ts';
import { found, openVote } from '../../support/votes.ts';
import { answerTo, textOf } from '../../support/world.ts';
import { enterAll, goTo, type Life, openLife, postsWith, published, untilIn, untilShown } from './life.ts';

/** A challenge between three members that takes votes. */
async function openVoting(changes: Parameters<typeof published>[1] = {}) {
  const life = await openLife();
  const { id, schedule } = await published(life, { opensIn: 0, ...changes });
  await untilIn(life, id, 'open');
  const [bea, cem, dia, eve, fay] = life.members;
  if (!bea || !cem || !dia || !eve || !fay) throw new Error('too few members');
  const entries = await enterAll(life, id, [bea, cem, dia]);
  goTo(life, schedule.entriesUntil);
  await untilIn(life, id, 'voting');
  return {
    ...life,
    life,
    id,
    schedule: (await life.stores.challenges.find(id))?.schedule ?? schedule,
    entries,
    bea,
    cem,
    dia,
    eve,
    fay,
  };
}

const command = async (life: Life, subcommand: string, options: OptionValues, by: SandboxMember) =>
  settled(life, await by.slash(life.channel, 'veo-challenge', options, { subcommand }));

const vote = async (
  life: Life,
  voter: SandboxMember,
  entry: Entry | undefined,
  value = 5,
  accountCreatedAt = 0,
) =>
  life.stores.ballots.cast(
    {
      challengeId: entry?.challengeId ?? 0,
      voterId: voter.id,
      accountCreatedAt,
      entryId: entry?.id ?? 0,
      value,
    },
    life.clock.now(),
  );

const kindsOf = async (life: Life) =>
  (await life.stores.cases.list(life.guild.id, {}, 99))
    .map(({ kind }) => kind)
    .filter((kind) => kind !== 'setup');

test('a disqualified entry leaves the vote for all to see, as a case, and its author finds out why', async () => {
  const world = await openVoting();
  const { life, mo, arena, bea } = world;
  await untilShown(life, world.id);
  const answer = await command(life, 'disqualify', { challenge: '1', entry: 1, reason: 'not *theirs*' }, mo);
  expect(answer.ephemeral).toBe(true);
  expect(answer.content).toMatch(
    /^Entry 1 of \*\*Boats\*\*: accepted → disqualified\. Votes for it count for nothing; .* Case \d+\.$/,
  );
  // Names are hidden: also from whoever disqualifies.
  expect(answer.content).not.toContain(bea.id);
  expect(await kindsOf(life)).toEqual(['disqualify']);
  await world.until('its post to be mended', () => postsWith(arena, 'was disqualified').length === 1);
  const mine = await answerTo(await bea.slash(life.channel, 'veo-challenge', {}, { subcommand: 'mine' }));
  expect(textOf(mine)).toContain('⛔ disqualified: “not \\*theirs\\*”');
  expect(await vote(life, world.eve, world.entries[0])).toEqual({ kind: 'no-such-entry' });

  const again = await command(life, 'disqualify', { challenge: '1', entry: 1, reason: 'x' }, mo);
  expect(again.content).toContain('Entry 1 takes no part any more: it is disqualified already.');
  const none = await command(life, 'disqualify', { challenge: '1', entry: 9, reason: 'x' }, mo);
  expect(none.content).toContain('This challenge has no entry 9');
});

test('hosts disqualify as well, but nobody those above them, and members nobody', async () => {
  const life = await openLife();
  const moderators = life.guild.roles.find(({ name }) => name === 'Moderators');
  if (moderators) moderators.position = 50;
  const { id } = await published(life, { opensIn: 0, settings: { anonymous: false } });
  await untilIn(life, id, 'open');
  const [bea] = life.members;
  if (!bea) throw new Error('too few members');
  await enterAll(life, id, [bea, life.mo]);
  const by = (member: SandboxMember, options: OptionValues) =>
    command(life, 'disqualify', { challenge: 'boats', reason: 'x', ...options }, member);
  expect((await by(bea, { entry: 2 })).content).toContain('This is for hosts of challenges');
  expect((await by(life.host, { entry: 2 })).content).toContain('a role as high as your highest, or higher');
  expect((await by(life.mo, { entry: 2 })).content).toContain('That is you yourself');
  await life.mod('filter add', { kind: 'word', text: 'damn', action: 'refuse' });
  expect((await by(life.host, { entry: 1, reason: 'damn' })).content).toContain('does not allow `damn`');
  expect((await by(life.host, { entry: 1 })).content).toContain('accepted → disqualified');
  const typing = await life.mo.autocomplete(life.channel, 'veo-challenge', 'entry', '', {
    subcommand: 'disqualify',
    others: { challenge: '1' },
  });
  await typing.response;
  expect(typing.choices).toEqual([{ name: 'Entry 2 · video #2', value: 2 }]);
});

test('while names are hidden, a refused disqualification tells nothing of who made an entry', async () => {
  const life = await openLife();
  const moderators = life.guild.roles.find(({ name }) => name === 'Moderators');
  if (moderators) moderators.position = 50;
  const { id } = await published(life, { opensIn: 0 });
  await untilIn(life, id, 'open');
  const [bea] = life.members;
  const owner = life.guild.members.find((member) => member.id === life.guild.ownerId);
  if (!bea || !owner) throw new Error('too few members');
  await enterAll(life, id, [bea, life.mo, life.host, owner]);
  await life.mod('filter add', { kind: 'word', text: 'damn', action: 'refuse' });
  const tried = async (entry: number, reason = 'x') =>
    (await command(life, 'disqualify', { challenge: '1', entry, reason }, life.host)).content;
  const answers = [await tried(2), await tried(3), await tried(4)];
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('You cannot disqualify this entry');
  // A reason that is never taken does not try out whose they are either.
  const refusals = [await tried(1, 'damn'), await tried(2, 'damn')];
  expect(new Set(refusals).size).toBe(1);
  expect(refusals[0]).toContain('does not allow `damn`');
});

test('who is behind the entries is told to hosts, and that they looked to the log', async () => {
  const world = await openVoting();
  const { life, host, bea } = world;
  const answer = await command(life, 'reveal', { challenge: '1' }, host);
  expect(answer.ephemeral).toBe(true);
  expect(answer.content).toMatch(
    /^\*\*Boats\*\*: 3 entries\. That you looked is noted as case \d+\. Only you see this\.\n/,
  );
  expect(answer.content).toContain(`- **Entry 1**: <@${bea.id}>, video #1`);
  expect(answer.mentionedUserIds).toEqual([]);
  await world.until('the log to tell of it', () =>
    world.log.messages.some((message) => textOf(message).includes('Hidden names looked at')),
  );
  expect((await command(life, 'reveal', { challenge: '1' }, bea)).content).toContain('This is for hosts');
  expect(await kindsOf(life)).toEqual(['reveal']);
});

test('where names are not hidden, looking is not noted', async () => {
  const world = await openVoting({ settings: { anonymous: false } });
  const answer = await command(world.life, 'reveal', { challenge: '1' }, world.mo);
  expect(answer.content).toContain('**Boats**: 3 entries. Only you see this.');
  await command(world.life, 'export', { challenge: '1', what: 'entries' }, world.mo);
  expect(await kindsOf(world.life)).toEqual([]);
});

test('entries, ballots and the result are exported, the votes not before voting is over', async () => {
  const world = await openVoting({ settings: { minRatings: 1 } });
  const { life, host, mo, bea, cem, eve, fay } = world;
  await vote(life, eve, world.entries[0], 5, Date.UTC(2020, 0, 1));
  await vote(life, eve, world.entries[1], 2, Date.UTC(2020, 0, 1));
  await vote(life, fay, world.entries[0], 4);
  const rowsOf = async (what: string, by = host) => {
    const message = await command(life, 'export', { challenge: '1', what }, by);
    expect(message.ephemeral).toBe(true);
    const [file] = message.attachments;
    if (!file) throw new Error(message.content);
    expect(file.filename).toBe(`challenge-1-${what}.csv`);
    return readCsv(await file.bytes());
  };
  const entries = await rowsOf('entries');
  expect(entries[0]).toEqual([
    'entry',
    'state',
    'member',
    'video',
    'title',
    'reason',
    'entered_at',
    'swapped_at',
  ]);
  expect(entries[1]?.slice(0, 4)).toEqual(['1', 'accepted', `'<@${bea.id}>`.replace("'", ''), '1']);
  expect(entries).toHaveLength(4);
  const refusal = async (what: string, by = host) =>
    (await command(life, 'export', { challenge: '1', what }, by)).content;
  expect(await refusal('ballots', mo)).toContain('Nobody sees the votes of **Boats** before voting is over');
  expect(await refusal('result')).toContain('has no result yet');
  expect(await refusal('entries', cem)).toContain('This is for hosts');

  goTo(life, world.schedule.votesUntil);
  await untilIn(life, world.id, 'closed');
  const [head, ...marks] = await rowsOf('ballots');
  expect(head).toEqual([
    'round',
    'voter',
    'account_made_at',
    'first_mark_at',
    'last_mark_at',
    'entry',
    'mark',
    'counts',
  ]);
  const told = marks.map(([round, voter, , , , entry, mark, counts]) => [round, voter, entry, mark, counts]);
  expect(told.toSorted()).toEqual(
    [
      ['1', `<@${eve.id}>`, '1', '5', 'true'],
      ['1', `<@${eve.id}>`, '2', '2', 'true'],
      ['1', `<@${fay.id}>`, '1', '4', 'true'],
    ].toSorted(),
  );
  expect(marks.find(([, voter]) => voter === `<@${eve.id}>`)?.[2]).toBe('2020-01-01T00:00:00.000Z');
  const [, winner] = await rowsOf('result');
  expect(winner?.slice(0, 4)).toEqual(['1', '1', `<@${bea.id}>`, '1']);
  // Entries while names were hidden, and ballots; the result is known to all.
  expect(await kindsOf(life)).toEqual(['reveal', 'reveal']);
});

test('what looks odd in a vote is told to moderators alone, as hints', async () => {
  const world = await openVoting({ settings: { method: 'one-pick' } });
  const { life, host, mo, guild, clock } = world;
  const quiet = await command(life, 'report', { challenge: '1' }, mo);
  expect(textOf(quiet)).toContain('Nothing stands out');
  expect((await command(life, 'report', { challenge: '1' }, host)).content).toContain(
    'This is for moderators',
  );
  await vote(life, world.bea, world.entries[1], 1);
  clock.jump(3_600_000);
  await vote(life, world.cem, world.entries[0], 1);
  const young = ['X', 'Y', 'Z'].map((name) =>
    guild.addMember({ name, accountCreatedAt: clock.now(), joinedAt: clock.now() }),
  );
  for (const member of young) {
    clock.jump(3_600_000);
    await vote(life, member, world.entries[2], 1, clock.now());
  }
  const text = textOf(await command(life, 'report', { challenge: '1' }, mo));
  expect(text).toContain('5 ballots');
  expect(text).toContain('These are hints, not proof');
  const mentions = young.map(({ id }) => `<@${id}>`);
  expect(text).toContain('- **Entry 3**: 3 young accounts, made within 1 day of each other, voted for it: ');
  expect(text).toContain(
    '- **Entry 3**: 3 members who came after the announcement voted for it and for nothing else',
  );
  for (const mention of mentions) expect(text).toContain(mention);
  expect(text).toContain('**Entry 1** and **Entry 2**: their authors voted for each other.');
  // Entrants go by numbers alone.
  expect(text).not.toContain(world.bea.id);
});

test('the check names what stands in the way of a challenge that goes on', async () => {
  const life = await openLife();
  const { id } = await published(life, { opensIn: 0, settings: { reviewHours: 5 } });
  await untilIn(life, id, 'open');
  const mia = life.guild.addMember({ name: 'Mia', permissions: MODERATOR_PERMISSIONS });
  const panel = await openPanel(life, mia);
  const about = async () => (await check(life, panel)).filter((line) => line.includes('Challenge **Boats**'));
  expect(await about()).toEqual(['✅ Challenge **Boats**: nothing stands in its way.']);
  life.arena.botPermissions &= ~Can.AttachFiles;
  expect(await about()).toEqual([
    `❌ Challenge **Boats**: I lack **Attach Files** in <#${life.arena.id}>: allow my role that in <#${life.arena.id}> → Edit Channel → Permissions.`,
  ]);
  life.arena.botPermissions |= Can.AttachFiles;
  await changeSettings(life, { logChannelId: undefined, moderatorsChannelId: undefined });
  expect(await about()).toEqual([
    expect.stringMatching(/^⚠️ Challenge \*\*Boats\*\*: There is no channel where moderators/),
  ]);
  await life.stores.challenges.move(id, { from: 'open', to: 'cancelled', at: life.clock.now() });
  expect(await about()).toEqual([]);
});

test('ballots are not exported while they are counted: a run-off may follow', async () => {
  const world = await openModeratedWorld();
  const vote = await openVote(world, { posts: 'none' });
  await vote.ballots.cast(
    {
      challengeId: vote.challenge.id,
      voterId: world.ada.id,
      accountCreatedAt: 0,
      entryId: vote.entries[0]?.id ?? 0,
      value: 5,
    },
    world.clock.now(),
  );
  // Voters cannot be looked up: the count waits.
  world.discord.faults.add({ path: /\/members\/\d+$/, effect: { kind: 'status', status: 503 } });
  await moveTo(vote.challenges, vote.challenge, 'tallying', world.clock.now());
  await world.startApp();
  const sent = await world.mo.slash(
    world.channel,
    'veo-challenge',
    { challenge: String(vote.challenge.id), what: 'ballots' },
    { subcommand: 'export' },
  );
  const answer = await settled(world, sent);
  expect((await found(vote, vote.challenge.id)).phase).toBe('tallying');
  expect(answer.content).toContain('Nobody sees the votes of **Boats** before voting is over');
});

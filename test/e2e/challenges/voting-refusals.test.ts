import { expect, test } from 'vitest';
import { createBlockStore } from '../../../src/store/block-store.ts';
import { buttonRow, partsOf, postAsBot } from '../../support/looking.ts';
import { changeSettings, databaseOf, openModeratedWorld } from '../../support/moderating.ts';
import { DAY_MS, moveTo } from '../../support/open-challenge.ts';
import { pressed, pressedId } from '../../support/results.ts';
import {
  entryIn,
  found,
  openEntries,
  openVote,
  type Vote,
  type VoteOptions,
  viewerOf,
  voteCommand,
} from '../../support/votes.ts';
import { openWorld, type World } from '../../support/world.ts';

async function openVoting(options: VoteOptions = {}) {
  const world = await openModeratedWorld();
  const vote = await openVote(world, options);
  const app = await world.startApp();
  const bob = world.guild.addMember({ name: 'Bob' });
  return { world, vote, app, bob };
}

/** A button that the bot never showed to whoever presses it. */
const forged = (world: World, customId: string, channel = world.channel) =>
  postAsBot(world, channel, { content: 'Press', components: [buttonRow(customId)] });

const castNothing = async ({ ballots, challenge }: Vote): Promise<boolean> =>
  (await ballots.all(challenge.id, challenge.round)).length === 0;

test('the own entry is shown without marks, and a forged vote for it is refused', async () => {
  const { world, vote } = await openVoting({ settings: { method: 'one-pick' } });
  const [author = world.ada] = vote.authors;
  const [own] = vote.entries;
  const viewer = await viewerOf(world, vote, author);
  for (let position = 0; entryIn(viewer) !== 1; position += 1) {
    await pressedId(world, viewer, `v1:challenge-look:${vote.challenge.id}:${position + 1}`, author);
  }
  expect(viewer.content).toContain('This one is yours: nobody can vote for their own.');
  expect(JSON.stringify(viewer.components)).not.toContain('challenge-mark');

  const button = await forged(world, `v1:challenge-mark:${own?.id}:1`);
  const answer = await pressed(world, button, 'challenge-mark', author);
  expect(answer.ephemeral).toBe(true);
  expect(answer.content).toBe('This entry is yours: vote for one of the others.');
  expect(button.edits).toHaveLength(0);
  expect(await castNothing(vote)).toBe(true);
});

test('before the vote members are told when it comes', async () => {
  const world = await openWorld();
  const { challenge, challenges } = await openEntries(world);
  await world.startApp();
  const button = await forged(world, `v1:challenge-vote:${challenge.id}`);
  const answer = await pressed(world, button, 'challenge-vote', world.ada);
  expect(answer.ephemeral).toBe(true);
  expect(answer.content).toMatch(
    /^The vote of \*\*Boats\*\* has not begun: entries are taken until <t:\d+:f>/,
  );
  expect((await voteCommand(world, world.ada)).content).toContain('There is nothing to vote on now');

  await moveTo(challenges, challenge, 'voting', world.clock.now());
  const early = await pressed(world, button, 'challenge-vote', world.ada);
  expect(early.content).toContain('are still being put up, so that all are seen from the same moment');
});

test('a paused vote takes nothing, and goes on with the same ballots', async () => {
  const { world, vote, bob } = await openVoting({ settings: { method: 'approval' } });
  const { challenges, challenge, ballots } = vote;
  const viewer = await viewerOf(world, vote, bob);
  await pressed(world, viewer, 'challenge-mark', bob);
  await challenges.pause(challenge.id, undefined, world.clock.now());
  for (const action of ['challenge-mark', 'challenge-unmark', 'challenge-ballot', 'challenge-jump']) {
    const answer = await pressed(world, viewer, action, bob);
    expect(answer, action).not.toBe(viewer);
    expect(answer.content, action).toContain('**Boats** is paused: vote when its host lets it go on.');
  }
  expect((await ballots.marksOf(challenge.id, 1, bob.id)).length).toBe(1);
  const turned = await pressedId(world, viewer, `v1:challenge-look:${challenge.id}:1`, bob);
  expect(turned.content).toContain('**Boats** is paused');
  await challenges.resume(challenge.id, (schedule) => schedule, world.clock.now());
  await pressed(world, viewer, 'challenge-unmark', bob);
  expect(await ballots.marksOf(challenge.id, 1, bob.id)).toEqual([]);
});

test('after its published end a vote is refused, whatever the phase says by then', async () => {
  const { world, vote, bob } = await openVoting({ settings: { method: 'approval' } });
  const { challenges, challenge, ballots } = vote;
  const viewer = await viewerOf(world, vote, bob);
  const end = world.clock.now();
  const schedule = { ...challenge.schedule, votesUntil: end };
  await challenges.change(challenge.id, ['voting'], { schedule }, end);
  const mark = partsOf(viewer).find(({ custom_id }) => custom_id?.startsWith('v1:challenge-mark:'));
  for (const { message, id } of [
    { message: viewer, id: mark?.custom_id ?? '' },
    { message: viewer, id: `v1:challenge-look:${challenge.id}:1` },
    { message: vote.button, id: `v1:challenge-vote:${challenge.id}` },
  ]) {
    const answer = await pressedId(world, message, id, bob);
    expect(answer).not.toBe(viewer);
    expect(answer.ephemeral).toBe(true);
    expect(answer.content).toMatch(/^The vote of \*\*Boats\*\* is over/);
  }
  expect(await ballots.marksOf(challenge.id, 1, bob.id)).toEqual([]);
});

test('a cancelled challenge says so', async () => {
  const { world, vote, bob } = await openVoting();
  const at = world.clock.now();
  await vote.challenges.move(vote.challenge.id, { from: 'voting', to: 'cancelled', at });
  expect((await viewerOf(world, vote, bob)).content).toContain('**Boats** was cancelled');
});

test('a challenge is nothing to members of another server', async () => {
  const { world, vote } = await openVoting({ settings: { method: 'approval' } });
  const { challenge, entries } = vote;
  const elsewhere = world.discord.addGuild({ name: 'Elsewhere' });
  const there = elsewhere.addChannel({ name: 'films' });
  const stranger = elsewhere.addMember({ name: 'Stranger' });
  for (const action of [
    `challenge-vote:${challenge.id}`,
    `challenge-look:${challenge.id}:0`,
    `challenge-jump:${challenge.id}`,
    `challenge-ballot:${challenge.id}:0.0`,
    `challenge-mark:${entries[0]?.id}:1`,
    `challenge-unmark:${entries[0]?.id}`,
    `challenge-remind:${challenge.id}`,
  ]) {
    const button = await forged(world, `v1:${action}`, there);
    const answer = await pressedId(world, button, `v1:${action}`, stranger);
    expect(answer.ephemeral, action).toBe(true);
    expect(answer.content, action).toContain('I do not know this challenge here');
    expect(button.edits, action).toHaveLength(0);
  }
  expect(await castNothing(vote)).toBe(true);
  const command = await voteCommand(world, stranger, { challenge: String(challenge.id) }, there);
  expect(command.content).toContain('I do not know this challenge here');
});

test('everything that stands against a voter is told at once', async () => {
  const { world, vote } = await openVoting({
    settings: { method: 'approval', minAccountDays: 30, minMemberDays: 7 },
  });
  const now = world.clock.now();
  const role = world.guild.addRole('Voters');
  const { settings } = vote.challenge;
  await vote.challenges.change(
    vote.challenge.id,
    ['voting'],
    { settings: { ...settings, voterRoleIds: [role.id] } },
    now,
  );
  const newcomer = world.guild.addMember({
    name: 'Newcomer',
    accountCreatedAt: now - 29 * DAY_MS,
    joinedAt: now - 6 * DAY_MS,
  });
  const answer = await viewerOf(world, vote, newcomer);
  expect(answer.ephemeral).toBe(true);
  expect(answer.content).toMatch(/^You cannot vote in \*\*Boats\*\*:\n/);
  expect(answer.content.match(/^- /gm)).toHaveLength(3);
  expect(answer.content).toContain(`<@&${role.id}>`);
  expect(answer.content).toContain('at least 30 days old');
  expect(answer.content).toContain('at least 7 days');
  expect(answer.mentionedRoleIds).toEqual([]);

  const older = world.guild.addMember({
    name: 'Older',
    accountCreatedAt: now - 31 * DAY_MS,
    joinedAt: now - 8 * DAY_MS,
    roles: [role],
  });
  expect((await viewerOf(world, vote, older)).content).toContain('1 of 4');
});

test('who is blocked, or loses a role, after opening the viewer cannot vote any more', async () => {
  const { world, vote, bob } = await openVoting({ settings: { method: 'approval' } });
  const viewer = await viewerOf(world, vote, bob);
  const now = world.clock.now();
  const block = { guildId: world.guild.id, userId: bob.id, reason: 'spam', byId: world.mo.id, since: now };
  await createBlockStore(databaseOf(world)).block(
    { ...block, until: undefined },
    { kind: 'block', actorId: world.mo.id, targetId: bob.id, reason: 'spam' },
    now,
  );
  const refused = await pressed(world, viewer, 'challenge-mark', bob);
  expect(refused.content).toContain('You cannot vote in **Boats**:\n- A moderator has blocked you here.');
  expect(viewer.edits.at(-1)?.content ?? '').not.toContain('approved 1');
  expect((await viewerOf(world, vote, bob)).content).toContain('A moderator has blocked you here.');
  expect(await castNothing(vote)).toBe(true);
});

test('an entry that was disqualified meanwhile takes no votes; the others keep theirs', async () => {
  const { world, vote, bob } = await openVoting({ settings: { method: 'approval' } });
  const viewer = await viewerOf(world, vote, bob);
  const gone = vote.entries.find(({ number }) => number === entryIn(viewer));
  const draft = { kind: 'remove', actorId: world.mo.id, reason: 'stolen' } as const;
  await vote.challenges.disqualify(gone?.id ?? 0, draft, world.clock.now());
  const refused = await pressed(world, viewer, 'challenge-mark', bob);
  expect(refused.content).toContain('This entry takes no part in the vote any more');
  await pressedId(world, viewer, `v1:challenge-look:${vote.challenge.id}:1`, bob);
  expect(viewer.content).toContain('2 of 3');
  await pressed(world, viewer, 'challenge-mark', bob);
  expect(viewer.content).toContain('you have approved 1');
});

test.for([
  'challenge-mark:1:9',
  'challenge-mark:1:-1',
  'challenge-mark:1',
  'challenge-look:1:x',
  'challenge-look:1',
  'challenge-ballot:1:7',
])('a button that was never made (%s) is refused', async (id) => {
  const { world, vote, bob } = await openVoting({ settings: { method: 'approval' } });
  const button = await forged(world, `v1:${id}`);
  const answer = await pressedId(world, button, `v1:${id}`, bob);
  expect(answer.ephemeral).toBe(true);
  expect(answer.content).toMatch(/no longer does anything|not possible here any more/);
  expect(await castNothing(vote)).toBe(true);
});

test('the command finds the only vote; of several one has to be named', async () => {
  const { world, vote, bob } = await openVoting();
  const viewer = await voteCommand(world, bob);
  expect(viewer.ephemeral).toBe(true);
  expect(viewer.content).toContain('**Boats** · voting ends');
  await openVote(world, { title: 'Castles', posts: 'none' });
  expect((await voteCommand(world, bob)).content).toContain('say which one with the option `challenge`');
  const typing = await bob.autocomplete(world.channel, 'veo-challenge', 'challenge', 'cas', {
    subcommand: 'vote',
  });
  await typing.response;
  expect(typing.choices?.map(({ name }) => name)).toEqual(['Castles']);
  const value = String(typing.choices?.[0]?.value);
  expect((await voteCommand(world, bob, { challenge: value })).content).toContain('**Castles**');
  expect((await found(vote, vote.challenge.id)).phase).toBe('voting');
});

test('where videos are for adults only, they are not shown in other channels', async () => {
  const world = await openModeratedWorld();
  const adults = world.guild.addChannel({ name: 'adults', nsfw: true });
  await changeSettings(world, { ageRestrictedOnly: true });
  const vote = await openVote(world, { channel: adults });
  await world.startApp();
  const bob = world.guild.addMember({ name: 'Bob' });
  expect((await voteCommand(world, bob)).content).toContain(`vote in <#${adults.id}>`);
  expect((await viewerOf(world, vote, bob)).content).toContain('1 of 4');
});

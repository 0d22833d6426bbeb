import { PermissionFlagsBits as Can } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { SandboxChannel, SandboxMember } from '../../../src/sandbox/discord/model.ts';
import { fillIn } from '../../support/around.ts';
import { buttonRow, partsOf, postAsBot, untilDelivered } from '../../support/looking.ts';
import { openModeratedWorld, settled } from '../../support/moderating.ts';
import { challengesOf, moveTo, openChallenge } from '../../support/open-challenge.ts';
import { pressed, pressedId } from '../../support/results.ts';
import { openEntries, openVote, type VoteOptions, viewerOf, voteCommand } from '../../support/votes.ts';
import { answerTo, textOf, type World } from '../../support/world.ts';

const UNKNOWN = 'I do not know this challenge here';
/** What rights are looked up with. */
const LOOKUP = { path: /\/guilds\/\d+$/ };

/** A channel for the crew alone, whose members are Cleo and whoever made the server. */
async function openWithCrew() {
  const world = await openModeratedWorld();
  const role = world.guild.addRole('Crew');
  const crew = world.guild.addChannel({ name: 'crew' });
  crew.overwrites = [
    { id: world.guild.id, of: 'role', deny: Can.ViewChannel },
    { id: role.id, of: 'role', allow: Can.ViewChannel },
  ];
  const cleo = world.guild.addMember({ name: 'Cleo', roles: [role] });
  const app = await world.startApp();
  return { ...world, role, crew, cleo, app };
}

type CrewWorld = Awaited<ReturnType<typeof openWithCrew>>;

const slash = async (world: World, by: SandboxMember, subcommand: string, options = {}) =>
  settled(world, await by.slash(world.channel, 'veo-challenge', options, { subcommand }));

/** What is offered for the option `challenge` outside of the channel. */
async function offered(world: World, by: SandboxMember, command: string, subcommand?: string) {
  const others = command === 'veo' ? { prompt: 'A boat' } : {};
  const typing = await by.autocomplete(world.channel, command, 'challenge', '', {
    ...(subcommand === undefined ? {} : { subcommand }),
    others,
  });
  await typing.response;
  return typing.choices?.map(({ name }) => name);
}

const pressForged = async (world: World, by: SandboxMember, id: string, channel = world.channel) => {
  const button = await postAsBot(world, channel, { content: 'Press', components: [buttonRow(id)] });
  return pressedId(world, button, id, by);
};

const voteIn = (world: CrewWorld, options: VoteOptions = {}) =>
  openVote(world, { title: 'Secret', channel: world.crew, ...options });

describe('of a challenge in a channel that they do not see', () => {
  test.each(['vote', 'info', 'mine'])('members are offered nothing by %s, and told nothing', async (part) => {
    const world = await openWithCrew();
    const { challenge } = await voteIn(world);
    expect(await offered(world, world.ada, 'veo-challenge', part)).toEqual([]);
    expect(await offered(world, world.cleo, 'veo-challenge', part)).toEqual(['Secret']);
    for (const named of [String(challenge.id), 'Secret']) {
      const answer = await slash(world, world.ada, part, { challenge: named });
      expect(textOf(answer)).toContain(UNKNOWN);
    }
    const answer = await slash(world, world.cleo, part, { challenge: 'secret' });
    expect(textOf(answer)).not.toContain(UNKNOWN);
  });

  test('members get neither the usual one of `info` and `vote`, nor the viewer, nor a reminder', async () => {
    const world = await openWithCrew();
    const { challenge, entries } = await voteIn(world);
    const { ada, cleo } = world;
    expect(textOf(await slash(world, ada, 'info'))).toContain('There has been no challenge here yet');
    expect(textOf(await slash(world, cleo, 'info'))).toContain('Secret');
    expect(textOf(await voteCommand(world, ada))).toContain('There is nothing to vote on now');
    expect(textOf(await voteCommand(world, cleo))).toMatch(/^\*\*Entry \d/m);
    for (const id of [
      `v1:challenge-vote:${challenge.id}`,
      `v1:challenge-look:${challenge.id}:0`,
      `v1:challenge-mark:${entries[0]?.id}:1`,
      `v1:challenge-ballot:${challenge.id}:0.0`,
      `v1:challenge-how:${challenge.id}`,
      `v1:challenge-mine:${challenge.id}`,
      `v1:challenge-remind:${challenge.id}`,
      `v1:challenge-theme:${challenge.id}`,
    ]) {
      expect(textOf(await pressForged(world, ada, id)), id).toBe(
        'I do not know this challenge here: `/veo-challenge info` shows those there are.',
      );
    }
  });

  test('members can neither enter it nor have a video made for it', async () => {
    const world = await openWithCrew();
    const challenge = await openChallenge(world, {}, { title: 'Secret', channelId: world.crew.id });
    expect(await offered(world, world.ada, 'veo')).toEqual([]);
    expect(await offered(world, world.cleo, 'veo')).toEqual(['Secret']);
    expect(await offered(world, world.ada, 'veo-history')).toEqual([]);
    expect(await world.refusal({ challenge: String(challenge.id) })).toContain(UNKNOWN);
    const video = await untilDelivered(world, await world.order());
    const id = partsOf(video).find(({ custom_id }) => custom_id?.startsWith('v1:challenge-enter'))?.custom_id;
    const refused = await pressedId(world, video, id ?? 'no button', world.ada);
    expect(refused.content).toBe(
      'No challenge takes entries here now: `/veo-challenge info` shows when there is one.',
    );
    expect(textOf(await slash(world, world.ada, 'enter', { video: '1' }))).not.toContain('Secret');
  });

  test('members are not offered to enter it by **More**, nor while Discord does not tell', async () => {
    const world = await openWithCrew();
    await openChallenge(world, {}, { title: 'Secret', channelId: world.crew.id });
    const offers = async (by: SandboxMember) => {
      const video = await untilDelivered(world, await world.order({}, { member: by }));
      const panel = await pressed(world, video, 'more', by);
      expect(panel.content).toContain('**Video #');
      return partsOf(panel).some(({ custom_id }) => custom_id?.startsWith('v1:challenge-enter'));
    };
    expect(await offers(world.ada)).toBe(false);
    expect(await offers(world.cleo)).toBe(true);
    world.clock.jump(61_000);
    const answer = Promise.withResolvers<void>();
    world.discord.faults.add({ ...LOOKUP, effect: { kind: 'hold-answer', until: answer.promise } });
    expect(await offers(world.cleo)).toBe(false);
    answer.resolve();
  });

  test('a video for it names it by its number, but where only those see the video who see the challenge', async () => {
    const world = await openWithCrew();
    const { id } = await openChallenge(world, {}, { title: 'Secret', channelId: world.crew.id });
    const thread = world.guild.addChannel({ name: 'videos', type: 'thread', parent: world.crew });
    const madeIn = async (channel: SandboxChannel) => {
      const card = await world.order({ challenge: 'Secret' }, { member: world.cleo, channel });
      return untilDelivered(world, card);
    };
    const outside = await madeIn(world.channel);
    expect(textOf(outside)).toContain(`-# 🏆 Made for challenge #${id}`);
    expect(textOf(outside)).not.toContain('Secret');
    for (const channel of [world.crew, thread]) {
      expect(textOf(await madeIn(channel))).toContain('-# 🏆 Made for the challenge “Secret”');
    }
    // Where Discord does not tell, it is not named either, and the video comes all the same.
    world.crew.overwrites = [];
    world.clock.jump(61_000);
    const copyOf = async () => {
      await pressed(world, await pressed(world, outside, 'more', world.cleo), 'to-dms', world.cleo);
      return textOf(world.discord.dms(world.cleo.id).at(-1) ?? outside);
    };
    const fault = world.discord.faults.add({
      ...LOOKUP,
      effect: { kind: 'status', status: 403, body: { code: 0, message: 'no' } },
    });
    expect(await copyOf()).toContain(`-# 🏆 Made for challenge #${id}`);
    fault.remove();
    // Presses within a minute are one.
    world.clock.jump(61_000);
    expect(await copyOf()).toContain('-# 🏆 Made for the challenge “Secret”');
  });

  test('what is made from a video of it goes on without it, for whoever does not see it', async () => {
    const world = await openWithCrew();
    await openChallenge(world, {}, { title: 'Secret', channelId: world.crew.id });
    const options = { challenge: 'Secret' };
    const video = await untilDelivered(world, await world.order(options, { member: world.cleo }));
    const again = partsOf(video).find(({ custom_id }) => custom_id?.startsWith('v1:again'))?.custom_id ?? '';
    await world.ada.press(video, again);
    const card = await world.until('the card', () =>
      world.channel.messages.find((message) => textOf(message).includes('-# #2 · for')),
    );
    expect(textOf(await untilDelivered(world, card))).not.toContain('Secret');
  });

  test('the hall of fame and its pages tell nothing', async () => {
    const world = await openWithCrew();
    for (const channel of [world.crew, world.channel, world.crew]) {
      const title = channel === world.crew ? 'Secret' : 'Boats';
      const { challenge, challenges, entries } = await openEntries(world, { title, channel, entries: 2 });
      await moveTo(challenges, challenge, 'tallying', world.clock.now());
      const placement = { entryId: entries[0]?.id ?? 0, place: 1, points: 0, firsts: 0, raters: 0 };
      const placements = [{ ...placement, counted: true, passedOver: undefined }];
      await challenges.close(challenge.id, { placements, ballots: 0, invalidBallots: 0 }, world.clock.now());
    }
    const hall = textOf(await slash(world, world.ada, 'hall'));
    expect(hall).toContain('Hall of fame: 1 challenge');
    expect(hall).toContain('Boats');
    expect(hall).not.toContain('Secret');
    expect(textOf(await slash(world, world.cleo, 'hall'))).toContain('Hall of fame: 3 challenges');
    expect(textOf(await slash(world, world.guild.owner, 'hall'))).toContain('Hall of fame: 3 challenges');
  });
});

/** Whether somebody gets to the viewer from another channel. */
const mayLook = async (world: CrewWorld, by: SandboxMember): Promise<boolean> =>
  /^\*\*Entry \d/m.test(textOf(await voteCommand(world, by)));

describe('who sees a channel', () => {
  test.each<[string, (world: CrewWorld) => SandboxMember, boolean]>([
    ['everyone else', ({ ada }) => ada, false],
    ['a role', ({ cleo }) => cleo, true],
    ['a moderator without the role', ({ mo }) => mo, false],
    ['the owner', ({ guild }) => guild.owner, true],
    [
      'an administrator',
      ({ guild }) =>
        guild.addMember({ roles: [guild.addRole('Admins', { permissions: Can.Administrator })] }),
      true,
    ],
    [
      'a member by name',
      ({ ada, crew }) => {
        crew.overwrites = [...crew.overwrites, { id: ada.id, of: 'member', allow: Can.ViewChannel }];
        return ada;
      },
      true,
    ],
    [
      'a member shut out by name, in spite of the role',
      ({ cleo, crew }) => {
        crew.overwrites = [...crew.overwrites, { id: cleo.id, of: 'member', deny: Can.ViewChannel }];
        return cleo;
      },
      false,
    ],
  ])('%s', async (_who, memberOf, expected) => {
    const world = await openWithCrew();
    const member = memberOf(world);
    await voteIn(world);
    expect(await mayLook(world, member)).toBe(expected);
  });

  test('a public thread is seen by whoever sees its channel', async () => {
    const world = await openWithCrew();
    const thread = world.guild.addChannel({ name: 'contest', type: 'thread', parent: world.crew });
    await voteIn(world, { channel: thread });
    expect(await mayLook(world, world.ada)).toBe(false);
    expect(await mayLook(world, world.cleo)).toBe(true);
  });

  test('of a channel that is gone nobody knows, but administrators', async () => {
    const world = await openWithCrew();
    const { challenge } = await voteIn(world);
    world.crew.delete();
    const named = { challenge: String(challenge.id) };
    expect(textOf(await slash(world, world.cleo, 'info', named))).toContain(UNKNOWN);
    expect(textOf(await slash(world, world.guild.owner, 'info', named))).toContain('Secret');
  });

  test('roles count as they are at the moment, the channel as it was a minute ago at the most', async () => {
    const world = await openWithCrew();
    await voteIn(world);
    expect(await mayLook(world, world.cleo)).toBe(true);
    world.cleo.roles = [];
    expect(await mayLook(world, world.cleo)).toBe(false);
    world.crew.overwrites = [];
    world.clock.jump(61_000);
    expect(await mayLook(world, world.cleo)).toBe(true);
  });
});

test('in the channel itself, and in the thread, nothing has to be looked up: votes are taken while Discord does not answer', async () => {
  const world = await openWithCrew();
  const vote = await voteIn(world);
  world.discord.faults.add({ ...LOOKUP, effect: { kind: 'status', status: 503 } });
  const viewer = await viewerOf(world, vote, world.cleo);
  expect(viewer.content).toMatch(/^\*\*Entry \d/m);
});

test('where Discord does not tell, nothing is shown, and who asked hears that they can try again', async () => {
  const world = await openWithCrew();
  await voteIn(world);
  const answer = Promise.withResolvers<void>();
  world.discord.faults.add({ ...LOOKUP, effect: { kind: 'hold-answer', until: answer.promise } });
  const began = Date.now();
  const refused = textOf(await slash(world, world.cleo, 'info'));
  expect(Date.now() - began).toBeLessThan(3_000);
  expect(refused).toContain('Discord does not tell me at the moment what you can see here: try again');
  expect(await offered(world, world.cleo, 'veo-challenge', 'vote')).toEqual([]);
  answer.resolve();
});

test('who has lost sight of a challenge keeps and withdraws their own entry, but swaps it no more', async () => {
  const world = await openWithCrew();
  await openChallenge(world, {}, { title: 'Secret', channelId: world.crew.id });
  const video = await untilDelivered(world, await world.order({}, { member: world.cleo }));
  const receipt = await answerTo(await fillIn(video, 'challenge-enter', {}, world.cleo));
  expect(receipt.content).toContain('**Secret** is in');
  world.cleo.roles = [];
  expect(textOf(await slash(world, world.cleo, 'mine'))).toContain('Secret');
  expect(textOf(await pressForged(world, world.cleo, 'v1:challenge-swap:1'))).toContain(UNKNOWN);
  await pressForged(world, world.cleo, 'v1:challenge-withdraw-sure:1');
  expect((await challengesOf(world).entry(1))?.state).toBe('withdrawn');
});

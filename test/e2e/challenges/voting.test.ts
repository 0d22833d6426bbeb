import { expect, test } from 'vitest';
import type { VotingMethod } from '../../../src/challenges/tally.ts';
import type { SandboxMessage } from '../../../src/sandbox/discord/message.ts';
import type { SandboxMember } from '../../../src/sandbox/discord/model.ts';
import { partsOf } from '../../support/looking.ts';
import { pressed, pressedId } from '../../support/results.ts';
import {
  clipOf,
  entryIn,
  goTo,
  openVote,
  type Vote,
  type VoteOptions,
  viewerOf,
} from '../../support/votes.ts';
import { openWorld, type World } from '../../support/world.ts';

const SUCCESS = 3;

async function openVoting(options: VoteOptions = {}) {
  const world = await openWorld();
  const vote = await openVote(world, options);
  const app = await world.startApp();
  const bob = world.guild.addMember({ name: 'Bob' });
  return { world, vote, app, bob, viewer: await viewerOf(world, vote, bob) };
}

const labels = (message: SandboxMessage) => partsOf(message).map(({ label }) => label);
const highlighted = (message: SandboxMessage) =>
  partsOf(message).flatMap(({ style, label }) => (style === SUCCESS ? [label] : []));

/** Goes to an entry in the viewer and presses the button with this label. */
async function marked(
  world: World,
  viewer: SandboxMessage,
  by: SandboxMember,
  number: number,
  label: string,
): Promise<SandboxMessage> {
  const shown = await goTo(world, viewer, by, String(number));
  const id = partsOf(shown).find((part) => part.label === label)?.custom_id;
  if (id == null) throw new Error(`no ${label} among: ${labels(shown).join(', ')}`);
  return pressedId(world, shown, id, by);
}

/** A member's marks by the entries' numbers. */
async function marksOf({ ballots, challenge, entries }: Vote, { id }: SandboxMember, round = 1) {
  const marks = await ballots.marksOf(challenge.id, round, id);
  return Object.fromEntries(
    marks.map(({ entryId, value }) => [entries.find((entry) => entry.id === entryId)?.number, value]),
  );
}

test('the button Vote opens a private viewer, which shows one entry at a time with its clip', async () => {
  const { world, vote, bob, viewer } = await openVoting({ title: 'Boats *at* sea' });
  expect(viewer.ephemeral).toBe(true);
  expect(viewer.content).toContain('**Boats \\*at\\* sea** · voting ends <t:');
  expect(viewer.content).toContain('1 of 4 · you have rated 0');
  expect(labels(viewer)).toEqual([
    ...['1 ★', '2 ★', '3 ★', '4 ★', '5 ★'],
    ...['◀', '▶', 'Next without stars', 'Go to number…', 'My ballot'],
  ]);

  const seen: number[] = [];
  for (let position = 1; position <= 4; position += 1) {
    if (position > 1)
      await pressedId(world, viewer, `v1:challenge-look:${vote.challenge.id}:${position - 1}`, bob);
    expect(viewer.content).toContain(`${position} of 4`);
    const number = entryIn(viewer);
    const [, url = ''] = /\[Watch Entry \d+\]\((http[^)]+)\)/.exec(viewer.content) ?? [];
    expect(await (await fetch(url)).text()).toBe(clipOf(number));
    const post = world.channel.messages.find(({ content }) => content === `Entry ${number}`);
    expect(viewer.content).toContain(
      `[its post](https://discord.com/channels/${world.guild.id}/${world.channel.id}/${post?.id})`,
    );
    seen.push(number);
  }
  expect(seen.sort()).toEqual([1, 2, 3, 4]);
  const ends = partsOf(viewer).filter(({ label }) => label === '◀' || label === '▶');
  expect(ends.map(({ disabled }) => disabled === true)).toEqual([false, true]);
  expect([viewer.mentionedUserIds, viewer.mentionsEveryone]).toEqual([[], false]);
});

test('stars are given, changed and taken back, and the viewer leads to what has none', async () => {
  const { world, vote, bob, viewer } = await openVoting();
  const first = entryIn(viewer);
  await marked(world, viewer, bob, first, '4 ★');
  expect(viewer.content).toContain(`**Entry ${first}** · **★★★★☆**`);
  expect(viewer.content).toContain('you have rated 1');
  expect(highlighted(viewer)).toEqual(['4 ★']);
  expect(await marksOf(vote, bob)).toEqual({ [first]: 4 });

  await marked(world, viewer, bob, first, '2 ★');
  expect(highlighted(viewer)).toEqual(['2 ★']);
  expect(await marksOf(vote, bob)).toEqual({ [first]: 2 });

  await pressedId(world, viewer, `v1:challenge-look:${vote.challenge.id}:unmarked0`, bob);
  const second = entryIn(viewer);
  await marked(world, viewer, bob, second, '5 ★');
  // Opened anew, it goes on where something is left to do.
  const anew = await viewerOf(world, vote, bob);
  expect([first, second]).not.toContain(entryIn(anew));
  expect(anew.content).toContain('3 of 4 · you have rated 2');

  await goTo(world, viewer, bob, String(first));
  await pressed(world, viewer, 'challenge-unmark', bob);
  expect(highlighted(viewer)).toEqual([]);
  expect(labels(viewer)).not.toContain('Take back');
  expect(await marksOf(vote, bob)).toEqual({ [second]: 5 });
  expect(await vote.ballots.turnout(vote.challenge.id, 1)).toBe(1);
});

const DEEDS: Record<
  Exclude<VotingMethod, 'stars'>,
  { steps: [number, string][]; marks: Record<number, number>; says: string; highlights: string[] }
> = {
  'one-pick': {
    steps: [
      [1, 'Pick this one'],
      [3, 'Pick this one'],
    ],
    marks: { 3: 1 },
    says: 'your pick: Entry 3',
    highlights: ['Your pick'],
  },
  approval: {
    steps: [
      [1, 'Approve'],
      [4, 'Approve'],
    ],
    marks: { 1: 1, 4: 1 },
    says: 'you have approved 2',
    highlights: ['Approved'],
  },
  ranked: {
    steps: [
      [1, '🥇 First'],
      [2, '🥈 Second'],
      [3, '🥉 Third'],
      // Takes the first place from 1, and leaves its own.
      [2, '🥇 First'],
    ],
    marks: { 2: 1, 3: 3 },
    says: '🥇 Entry 2 🥈 – 🥉 Entry 3',
    highlights: ['🥇 First'],
  },
};

test.for(['one-pick', 'approval', 'ranked'] as const)('votes are taken by the method %s', async (method) => {
  const { world, vote, bob, viewer } = await openVoting({ settings: { method } });
  const { steps, marks, says, highlights } = DEEDS[method];
  for (const [number, label] of steps) await marked(world, viewer, bob, number, label);
  expect(await marksOf(vote, bob)).toEqual(marks);
  expect(viewer.content).toContain(says);
  expect(highlighted(viewer)).toEqual(highlights);
  expect(labels(viewer)).not.toContain('Next without stars');
  await pressed(world, viewer, 'challenge-unmark', bob);
  expect(highlighted(viewer)).toEqual([]);
});

test('the order differs between voters, and is the same at every look, over a restart too', async () => {
  const { world, vote, app, bob, viewer } = await openVoting({
    entries: 8,
    settings: { method: 'approval' },
  });
  const look = (position: number) => `v1:challenge-look:${vote.challenge.id}:${position}`;
  const through = async (by: SandboxMember, shown: SandboxMessage) => {
    const order = [entryIn(shown)];
    for (let position = 1; position < 8; position += 1) {
      order.push(entryIn(await pressedId(world, shown, look(position), by)));
    }
    return order;
  };
  const bobs = await through(bob, viewer);
  const others = [];
  for (const name of ['Cleo', 'Dan', 'Eve']) {
    const member = world.guild.addMember({ name });
    others.push(await through(member, await viewerOf(world, vote, member)));
  }
  expect(new Set([bobs, ...others].map((order) => order.join())).size).toBeGreaterThan(1);
  for (const order of others) expect([...order].sort()).toEqual([...bobs].sort());

  await app.stop();
  await world.startApp();
  expect(await through(bob, await viewerOf(world, vote, bob))).toEqual(bobs);
});

test('a viewer from before a restart goes on, with the marks that were made', async () => {
  const { world, vote, app, bob, viewer } = await openVoting();
  const first = entryIn(viewer);
  await marked(world, viewer, bob, first, '3 ★');
  await app.stop();
  await world.startApp();
  await pressedId(world, viewer, `v1:challenge-look:${vote.challenge.id}:1`, bob);
  expect(viewer.content).toContain('2 of 4 · you have rated 1');
  await marked(world, viewer, bob, first, '5 ★');
  expect(await marksOf(vote, bob)).toEqual({ [first]: 5 });
});

test('My ballot shows all own marks with links, and leads back to an entry', async () => {
  const { world, vote, bob, viewer } = await openVoting({ settings: { method: 'ranked' } });
  await pressed(world, viewer, 'challenge-ballot', bob);
  expect(viewer.content).toContain('You have not voted yet.');
  await pressed(world, viewer, 'challenge-look', bob);
  await marked(world, viewer, bob, 3, '🥇 First');
  await marked(world, viewer, bob, 1, '🥈 Second');
  await pressed(world, viewer, 'challenge-ballot', bob);
  const post = world.channel.messages.find(({ content }) => content === 'Entry 3');
  expect(viewer.content).toContain(
    `- [Entry 3](https://discord.com/channels/${world.guild.id}/${world.channel.id}/${post?.id}) · 🥇 your first\n- [Entry 1](`,
  );
  const edits = viewer.edits.length;
  const menu = `v1:challenge-jump:${vote.challenge.id}:menu`;
  await bob.select(viewer, menu, ['1']);
  await world.until('the entry', () => viewer.edits.length > edits);
  expect(entryIn(viewer)).toBe(1);
  expect(highlighted(viewer)).toEqual(['🥈 Second']);
});

test('with 200 entries a number leads to any of them, and My ballot has pages', async () => {
  const { world, vote, bob, viewer } = await openVoting({ entries: 200, posts: 'none' });
  expect(viewer.content).toContain('Its video cannot be shown at this moment');
  await goTo(world, viewer, bob, 'Entry #173');
  expect(entryIn(viewer)).toBe(173);
  const refused = await goTo(world, viewer, bob, '201');
  expect(refused).not.toBe(viewer);
  expect(refused.content).toContain('There is no entry with this number in the vote: type one up to 200');
  expect((await goTo(world, viewer, bob, 'last')).content).toContain('There is no entry with this number');
  expect(entryIn(viewer)).toBe(173);

  const { challenge, ballots, entries } = vote;
  for (const { id: entryId } of entries) {
    const vote1 = { challengeId: challenge.id, voterId: bob.id, accountCreatedAt: 0, entryId, value: 4 };
    await ballots.cast(vote1, world.clock.now());
  }
  await pressed(world, viewer, 'challenge-ballot', bob);
  expect(viewer.content).toContain('200 marks on 200 entries · page 1 of 17');
  await pressed(world, viewer, 'challenge-ballot', bob);
  expect(viewer.content).toContain('page 2 of 17');
  expect(viewer.content).toContain('- Entry 13 · ★★★★☆');
  await pressed(world, viewer, 'challenge-look', bob);
  expect(entryIn(viewer)).toBe(173);
});

test.for([
  ['spoiler', /\|\|\[Watch Entry \d\]\(http[^)]+\)\|\| · \[its post\]/],
  ['link', /\[Watch Entry \d in its post\]\(https:\/\/discord\.com\/channels\/\d+\/\d+\/\d+\)/],
  ['none', /Its video cannot be shown at this moment/],
] as const)('an entry whose post is a %s is shown as such', async ([posts, pattern]) => {
  const { viewer } = await openVoting({ posts });
  expect(viewer.content).toMatch(pattern);
});

test('Discord is asked once for a clip, however many look at it', async () => {
  const { world, vote } = await openVoting({ entries: 2, settings: { method: 'one-pick' } });
  for (let count = 0; count < 20; count += 1) {
    const member = world.guild.addMember({ name: `Voter ${count}` });
    await viewerOf(world, vote, member);
  }
  const asked = world.discord.requests.filter(
    ({ method, path }) => method === 'GET' && /\/channels\/\d+\/messages\/\d+$/.test(path),
  );
  expect(asked.length).toBeLessThanOrEqual(2);
});

test('a run-off is between its entries only, with a ballot of its own', async () => {
  const { world, vote, bob, viewer } = await openVoting({ settings: { ties: 'run-off' } });
  await marked(world, viewer, bob, 2, '5 ★');
  const { challenges, challenge, entries } = vote;
  const [, second, , fourth] = entries;
  const at = world.clock.now();
  await challenges.move(challenge.id, { from: 'voting', to: 'tallying', at });
  await challenges.move(challenge.id, {
    from: 'tallying',
    to: 'voting',
    at,
    runOffEntryIds: [second?.id ?? 0, fourth?.id ?? 0],
  });
  const anew = await viewerOf(world, vote, bob);
  expect(anew.content).toContain('· run-off ·');
  expect(anew.content).toContain('1 of 2 · you have rated 0');
  await marked(world, anew, bob, 4, '5 ★');
  expect(await marksOf(vote, bob, 2)).toEqual({ 4: 5 });
  expect(await marksOf(vote, bob, 1)).toEqual({ 2: 5 });
  expect((await goTo(world, anew, bob, '1')).content).toContain('There is no entry with this number');
});

import { expect, test } from 'vitest';
import type { Entry } from '../../../src/challenges/challenge.ts';
import type { SandboxMessage } from '../../../src/sandbox/discord/message.ts';
import type { SandboxMember } from '../../../src/sandbox/discord/model.ts';
import { notices } from '../../../src/store/schema.ts';
import { lastWord, pressForged } from '../../support/around.ts';
import { aFinishedVideo } from '../../support/challenges.ts';
import { idOf, partsOf } from '../../support/looking.ts';
import { changeSettings, databaseOf, settled } from '../../support/moderating.ts';
import { answerTo, textOf } from '../../support/world.ts';
import { goTo, type Life, openLife, published, untilIn } from './life.ts';

/** Enters a video where moderators look first. */
async function enterWaiting(
  { stores, clock }: Life,
  challengeId: number,
  member: SandboxMember,
  jobId: number,
): Promise<Entry> {
  const entry = { challengeId, userId: member.id, jobId, title: undefined, state: 'waiting' } as const;
  const result = await stores.challenges.enter(entry, clock.now());
  if (result.kind !== 'entered') throw new Error(`not entered: ${result.kind}`);
  return result.entry;
}

/** A challenge that moderators look at first; its entries are of videos that are there. */
async function openReviewed(changes: Parameters<typeof published>[1] = {}) {
  const life = await openLife();
  const { id, schedule } = await published(life, { opensIn: 0, settings: { reviewHours: 6 }, ...changes });
  await untilIn(life, id, 'open');
  const wait = async (member: SandboxMember) => {
    const { jobId } = await aFinishedVideo(life, member);
    return enterWaiting(life, id, member, jobId);
  };
  const [bea, cem, dia] = life.members;
  if (!bea || !cem || !dia) throw new Error('too few members');
  return { ...life, life, id, schedule, wait, bea, cem, dia };
}

/** The message in the moderators' channel about an entry, once it says so. */
const notice = ({ staff, until }: Life, number: number, text = ''): Promise<SandboxMessage> =>
  until(`moderators to be told of entry ${number}: ${text}`, () =>
    staff.messages.find((message) => {
      const told = textOf(message);
      return told.includes(`Entry ${number} of **Boats**`) && told.includes(text);
    }),
  );

const accept = async (life: Life, message: SandboxMessage, by: SandboxMember) =>
  settled(life, await by.press(message, idOf(message, 'entry-accept')));

async function refuse(
  life: Life,
  message: SandboxMessage,
  by: SandboxMember,
  reason: string,
): Promise<SandboxMessage> {
  const pressed = await by.press(message, idOf(message, 'entry-refuse'));
  expect((await pressed.response).kind).toBe('modal');
  return settled(life, await by.submitModal(pressed, { reason }));
}

const review = async (life: Life, by: SandboxMember) =>
  settled(life, await by.slash(life.channel, 'veo-challenge', {}, { subcommand: 'review' }));

const mine = async (life: Life, by: SandboxMember) =>
  textOf(await answerTo(await by.slash(life.channel, 'veo-challenge', {}, { subcommand: 'mine' })));

test('an entry that waits is told to moderators, who accept or refuse it; its author finds out why', async () => {
  const world = await openReviewed();
  const { life, mo, bea, cem } = world;
  await world.wait(bea);
  await world.wait(cem);
  const first = await notice(life, 1);
  expect(textOf(first)).toContain(`By <@${bea.id}>`);
  expect(textOf(first)).toMatch(/\[video #1\]\(https:\/\/discord\.com\/channels\/\S+\)\n> A boat at dusk\n/);
  expect(textOf(first)).toContain(
    'Waiting for a moderator.** If nobody decides before the vote begins, it is accepted.',
  );
  expect(first.mentionedUserIds).toEqual([]);

  const accepted = await accept(life, first, mo);
  expect(accepted.ephemeral).toBe(true);
  expect(accepted.content).toMatch(/^Entry 1 of \*\*Boats\*\*: waiting → accepted\. Case \d+\.$/);
  const mended = await notice(life, 1, 'Accepted');
  expect(mended.id).toBe(first.id);
  expect(textOf(mended)).toMatch(new RegExp(`✅ \\*\\*Accepted\\*\\* by <@${mo.id}> · Case \\d+$`));
  expect(partsOf(mended)).toEqual([]);

  const second = await notice(life, 2);
  await refuse(life, second, mo, 'no *boat*');
  expect(textOf(await notice(life, 2, 'Refused'))).toContain(`Refused** by <@${mo.id}>: “no \\*boat\\*”`);
  expect(await mine(life, bea)).toContain('✅ accepted');
  expect(await mine(life, cem)).toContain('❌ refused by a moderator: “no \\*boat\\*”');
  await world.until('both cases in the log', () =>
    ['Entry accepted', 'Entry refused'].every((title) =>
      world.log.messages.some((message) => textOf(message).includes(title)),
    ),
  );
  expect(textOf(world.log.messages.at(-1) ?? { content: '', embeds: [] })).toContain(
    'Entry 2 of challenge 1, “Boats”',
  );
});

test('over a restart nothing is told twice, and a decision on what was told before still counts', async () => {
  const world = await openReviewed();
  const { life } = world;
  await world.wait(world.bea);
  const first = await notice(life, 1);
  await life.restart();
  await accept(life, first, world.mo);
  await notice(life, 1, 'Accepted');
  expect(world.staff.messages.filter((message) => textOf(message).includes('Entry 1'))).toHaveLength(1);
});

test('a swapped entry is shown anew, and not decided on by the button that showed the other video', async () => {
  const world = await openReviewed();
  const { life, mo, bea } = world;
  const entry = await world.wait(bea);
  const before = await notice(life, 1);
  const oldButton = idOf(before, 'entry-accept');
  const form = await mo.press(before, idOf(before, 'entry-refuse'));
  const { jobId } = await aFinishedVideo(life, bea, { prompt: 'Another boat' });
  const now = life.clock.now();
  await life.stores.challenges.enter(
    { challengeId: world.id, userId: bea.id, jobId, title: 'Better', state: 'waiting', replaces: entry.id },
    now,
  );
  // The form was opened on the first video.
  expect(await lastWord(life, await mo.submitModal(form, { reason: 'no' }))).toContain(
    'Entry 1 is another video by now, so nothing was changed',
  );
  const after = await notice(life, 1, 'Another boat');
  expect(after.id).toBe(before.id);
  expect(textOf(after)).toContain('“Better”');
  expect(idOf(after, 'entry-accept')).not.toBe(oldButton);
  await accept(life, after, mo);
  expect(await life.stores.challenges.entry(entry.id)).toMatchObject({ state: 'accepted', jobId });
});

test('what is not theirs to decide is refused: members, authors, what is decided already', async () => {
  const world = await openReviewed();
  const { life, mo, host, bea, cem } = world;
  await world.wait(bea);
  const first = await notice(life, 1);
  const press = async (by: SandboxMember, action = 'entry-accept') =>
    lastWord(life, await by.press(first, idOf(first, action)));
  // Moderators' channels may be seen by others.
  expect(await press(cem)).toContain('This is for hosts of challenges: members with Manage Events.');
  expect(await press(cem, 'entry-refuse')).toContain('This is for hosts of challenges');
  expect((await review(life, cem)).content).toContain('This is for hosts of challenges');
  await world.wait(host);
  const own = await notice(life, 2);
  expect(await lastWord(life, await host.press(own, idOf(own, 'entry-accept')))).toContain(
    'That is your own entry: another moderator decides on it.',
  );
  expect((await accept(life, first, host)).content).toContain('waiting → accepted');
  expect(await lastWord(life, await pressForged(life, 'entry-accept', 1, mo))).toContain(
    'There is nothing to decide on this entry any more',
  );
  expect(await lastWord(life, await pressForged(life, 'entry-accept', 99, mo))).toContain(
    'nothing to decide',
  );
});

test('a reason that the filter refuses is refused, and the entry waits on', async () => {
  const world = await openReviewed();
  const { life, mo } = world;
  await world.wait(world.bea);
  await world.mod('filter add', { kind: 'word', text: 'damn', action: 'refuse' });
  const first = await notice(life, 1);
  const pressed = await mo.press(first, idOf(first, 'entry-refuse'));
  await pressed.response;
  expect(await lastWord(life, await mo.submitModal(pressed, { reason: 'damn boat' }))).toContain(
    'does not allow',
  );
  expect(await life.stores.challenges.entry(1)).toMatchObject({ state: 'waiting' });
});

test('`review` lists what waits by pages, and decides there, also where no channel is named for it', async () => {
  const world = await openReviewed();
  const { life, mo, host } = world;
  await changeSettings(life, { logChannelId: undefined, moderatorsChannelId: undefined });
  expect((await review(life, mo)).content).toBe('No entry waits for a moderator.');
  const videos = await Promise.all(life.members.map((member) => aFinishedVideo(life, member)));
  for (const [index, member] of life.members.entries()) {
    await enterWaiting(life, world.id, member, videos[index]?.jobId ?? 0);
  }
  const list = await review(life, host);
  expect(list.ephemeral).toBe(true);
  // Names are hidden, from its host as well.
  expect(textOf(list)).not.toContain('<@');
  expect(textOf(await review(life, mo))).toContain(`By <@${life.members[0]?.id}> · entered`);
  expect(list.content).toContain('**Entries that wait for a moderator: 5**');
  const labels = () => partsOf(list).flatMap(({ label }) => label ?? []);
  expect(labels()).toEqual([
    ...[1, 2, 3, 4].flatMap((number) => [`Accept ${number} · Boats`, `Refuse ${number} · Boats`]),
    'Next ›',
  ]);
  await answerTo(await host.press(list, idOf(list, 'entry-review')));
  expect(labels()).toEqual(['Accept 5 · Boats', 'Refuse 5 · Boats', 'Next ›']);
  await answerTo(await host.press(list, idOf(list, 'entry-review')));
  expect(labels()[0]).toBe('Accept 1 · Boats');
  await accept(life, list, host);
  expect(list.content).toMatch(/^Entry 1 of \*\*Boats\*\*: waiting → accepted\. Case \d+\.\n.*moderator: 4/);
  await refuse(life, list, host, 'no boat');
  expect(list.content).toMatch(/^Entry 2 of \*\*Boats\*\*: waiting → refused\. Case \d+\.\n.*moderator: 3/);
  expect(labels()).toHaveLength(6);
  expect(world.staff.messages).toEqual([]);
});

test('what nobody decided on is accepted when the review ends, and what was cancelled needs no decision', async () => {
  const world = await openReviewed();
  const { life } = world;
  const other = await published(life, {
    opensIn: 0,
    settings: { reviewHours: 6 },
    changes: { title: 'Off' },
  });
  await untilIn(life, other.id, 'open');
  const entry = await world.wait(world.bea);
  await world.wait(world.cem);
  await enterWaiting(life, other.id, world.bea, entry.jobId);
  await notice(life, 2);
  const off = await world.until('moderators to be told of it', () =>
    world.staff.messages.find((message) => textOf(message).includes('Entry 1 of **Off**')),
  );
  await life.stores.challenges.move(other.id, { from: 'open', to: 'cancelled', at: life.clock.now() });
  await world.until('its buttons to go', () => partsOf(off).length === 0);
  expect(textOf(off)).toContain('Nothing to decide**: the challenge was cancelled.');
  goTo(life, world.schedule.entriesUntil);
  await untilIn(life, world.id, 'review');
  goTo(life, world.schedule.reviewUntil ?? 0);
  await untilIn(life, world.id, 'voting');
  const mended = await notice(life, 1, 'Accepted');
  expect(textOf(mended)).toContain('✅ **Accepted**: nobody decided before the vote.');
  expect(partsOf(mended)).toEqual([]);
});

test('whoever is refused or disqualified is told once, in the server’s language; closed direct messages hold up nothing', async () => {
  const world = await openReviewed();
  const { life, mo, bea, cem, dia, discord } = world;
  const [first, second, third] = [await world.wait(bea), await world.wait(cem), await world.wait(dia)];
  await changeSettings(life, { language: 'de' });
  cem.user.dmsOpen = false;
  for (const entry of [second, first]) {
    const message = await notice(life, entry.number);
    await refuse(life, message, mo, 'kein *Boot*');
  }
  await world.until('the direct message', () => discord.dms(bea.id).length > 0);
  expect(discord.dms(bea.id)[0]?.content).toContain(
    'Die Moderation hat deinen **Beitrag 1** bei **Boats** abgelehnt: „kein \\*Boot\\*“.',
  );
  await life.restart();
  await accept(life, await notice(life, third.number), mo);
  const draft = { kind: 'disqualify', actorId: mo.id, reason: 'copied' } as const;
  await life.stores.challenges.disqualify(third.id, draft, life.clock.now());
  await world.until('the direct message', () => discord.dms(dia.id).length > 0);
  expect(discord.dms(dia.id).map(({ content }) => content)).toEqual([
    expect.stringContaining('wurde ausgeschlossen: „copied“'),
  ]);
  expect(discord.dms(bea.id)).toHaveLength(1);
  expect(discord.dms(cem.id)).toHaveLength(0);
});

test('where members are to be told of nothing, nobody is told', async () => {
  const world = await openReviewed();
  const { life, mo, bea } = world;
  await changeSettings(life, { notify: 'silent' });
  const entry = await world.wait(bea);
  await refuse(life, await notice(life, 1), mo, 'no');
  await notice(life, 1, 'Refused');
  const db = databaseOf(life);
  await world.until('the word to be dropped', () =>
    db
      .select()
      .from(notices)
      .all()
      .some(({ kind, subjectId, dueAt }) => kind === 'entry-out' && subjectId === entry.id && dueAt === null),
  );
  expect(world.discord.dms(bea.id)).toHaveLength(0);
});

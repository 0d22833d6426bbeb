import { expect, test } from 'vitest';
import type { Prize } from '../../../src/challenges/settings.ts';
import type { SandboxMember, SandboxRole } from '../../../src/sandbox/discord/model.ts';
import { answerTo, textOf } from '../../support/world.ts';
import { DAY_MS, enterAll, goTo, HOUR_MS, type Life, looks, openLife, published, untilIn } from './life.ts';

/** A role below the bot's own. */
const aRole = ({ guild }: Life, name: string): SandboxRole => guild.addRole(name, { position: 1 });

/** A challenge that this member, as the only entrant, has just won. */
async function won(life: Life, member: SandboxMember, prizes: Prize[]): Promise<number> {
  const { id, schedule } = await published(life, { opensIn: 0, settings: { prizes } });
  await untilIn(life, id, 'open');
  await enterAll(life, id, [member]);
  goTo(life, schedule.entriesUntil);
  await untilIn(life, id, 'closed');
  return id;
}

const has = (member: SandboxMember, role: SandboxRole): boolean => member.roles.includes(role);

async function openWithWinner() {
  const life = await openLife();
  const [bea] = life.members;
  if (!bea) throw new Error('no member');
  return { life, bea };
}

/** Given, and noted with its end: only then may the clock be moved. */
const untilNoted = (life: Life): Promise<unknown> =>
  life.until('the role', () => life.running.log.some((line) => line.includes('a winner was given a role')));

test('a winner is given the role and the bonus videos, and keeps a role without an end', async () => {
  const { life, bea } = await openWithWinner();
  const role = aRole(life, 'Champion');
  await won(life, bea, [{ place: 1, roleId: role.id, bonusVideos: 3 }]);
  await life.until('the role', () => has(bea, role));
  const grants = await life.stores.quotaRules.grants(life.guild.id, life.clock.now());
  expect(grants).toMatchObject([{ scope: 'user', subjectId: bea.id, unit: 'videos', amount: 3 }]);
  goTo(life, life.clock.now() + 400 * DAY_MS);
  await looks(life);
  expect(has(bea, role)).toBe(true);
});

test('a role for some days is taken back when they are over, also after a downtime', async () => {
  const { life, bea } = await openWithWinner();
  const role = aRole(life, 'Champion');
  await won(life, bea, [{ place: 1, roleId: role.id, roleDays: 7 }]);
  await untilNoted(life);
  goTo(life, life.clock.now() + 7 * DAY_MS - HOUR_MS);
  await looks(life);
  expect(has(bea, role)).toBe(true);
  await life.running.stop();
  goTo(life, life.clock.now() + 30 * DAY_MS);
  await life.restart();
  await life.until('the role to be taken back', () => !has(bea, role));
});

const awardOf = async ({ stores }: Life, id: number) => (await stores.awards.ofChallenge(id))[0];

test('a role that the winner had before is left to them when its days are over', async () => {
  const { life, bea } = await openWithWinner();
  const role = aRole(life, 'Champion');
  bea.roles = [...bea.roles, role];
  const id = await won(life, bea, [{ place: 1, roleId: role.id, roleDays: 7 }]);
  await life.until('the award', async () => (await awardOf(life, id))?.state !== 'owed');
  goTo(life, life.clock.now() + 30 * DAY_MS);
  await looks(life);
  expect(has(bea, role)).toBe(true);
  expect(await awardOf(life, id)).toMatchObject({ state: 'had', expiresAt: undefined });
  expect(told(life)).toEqual([]);
});

test('a role whose giving was broken off is not taken for one that was there before', async () => {
  const { life, bea } = await openWithWinner();
  const role = aRole(life, 'Champion');
  const fault = life.discord.faults.add({
    method: 'PUT',
    path: /\/members\/\d+\/roles\/\d+$/,
    effect: { kind: 'lose-answer' },
  });
  const id = await won(life, bea, [{ place: 1, roleId: role.id, roleDays: 7 }]);
  await life.until('a lost answer', () =>
    life.running.log.some((line) => line.includes('could not be given')),
  );
  expect(has(bea, role)).toBe(true);
  fault.remove();
  await life.restart();
  goTo(life, life.clock.now() + HOUR_MS);
  const end = await life.until('the role to be noted', async () => (await awardOf(life, id))?.expiresAt);
  goTo(life, end);
  await life.until('the role to be taken back', () => !has(bea, role));
});

test('a role that was won again is kept for as long as the later win gives', async () => {
  const { life, bea } = await openWithWinner();
  const role = aRole(life, 'Champion');
  const prizes = [{ place: 1, roleId: role.id, roleDays: 7 }];
  await won(life, bea, prizes);
  await untilNoted(life);
  const firstEnd = life.clock.now() + 7 * DAY_MS;
  // The second challenge takes two days.
  await won(life, bea, prizes);
  await looks(life);
  const secondEnd = life.clock.now() + 7 * DAY_MS;
  goTo(life, firstEnd + HOUR_MS);
  await looks(life);
  expect(has(bea, role)).toBe(true);
  goTo(life, secondEnd);
  await life.until('the role to be taken back', () => !has(bea, role));
});

test('a role that the bot may not give yet is given once it may, within a day', async () => {
  const { life, bea } = await openWithWinner();
  const high = life.guild.addRole('Above the bot');
  await won(life, bea, [{ place: 1, roleId: high.id }]);
  await life.until('a refusal', () => life.running.log.some((line) => line.includes('could not be given')));
  await looks(life);
  expect(has(bea, high)).toBe(false);
  high.position = 1;
  goTo(life, life.clock.now() + HOUR_MS);
  await life.until('the role', () => has(bea, high));
});

/** What moderators read of a challenge's prizes. */
const told = ({ log }: Life): string[] =>
  log.messages.map(textOf).filter((text) => text.includes('**Prizes of Boats**'));

const info = async (life: Life, id: number, by: SandboxMember): Promise<string> =>
  textOf(
    await answerTo(
      await by.slash(life.channel, 'veo-challenge', { challenge: String(id) }, { subcommand: 'info' }),
    ),
  );

test('moderators are told what to do about a role that the bot may not give, once, and when it is given', async () => {
  const { life, bea } = await openWithWinner();
  const high = life.guild.addRole('Above the bot');
  const id = await won(life, bea, [{ place: 1, roleId: high.id }]);
  const notice = await life.until('moderators to be told', () => told(life)[0]);
  expect(notice).toMatch(
    new RegExp(`- <@&${high.id}> for <@${bea.id}> is not given yet: I try until <t:\\d+:f>`),
  );
  expect(notice).toContain('allow my role **Manage Roles**, and drag it above these roles');
  for (const judge of [life.host, life.mo]) {
    expect(await info(life, id, judge)).toContain(`<@&${high.id}> for <@${bea.id}> is not given yet`);
  }
  expect(await info(life, id, bea)).not.toContain('is not given yet');
  await looks(life);
  expect(told(life)).toHaveLength(1);
  goTo(life, life.clock.now() + 20 * DAY_MS);
  await looks(life);
  high.position = 1;
  goTo(life, life.clock.now() + HOUR_MS);
  await life.until('the role', () => has(bea, high));
  await life.until('the news', () => told(life)[0]?.includes('No role is owed to a winner any more.'));
  expect(told(life)).toHaveLength(1);
  expect(await info(life, id, life.host)).not.toContain('is not given yet');
});

test('a role is given up when its days would be over, and moderators are asked to give it', async () => {
  const { life, bea } = await openWithWinner();
  const high = life.guild.addRole('Above the bot');
  const id = await won(life, bea, [{ place: 1, roleId: high.id, roleDays: 3 }]);
  await life.until('moderators to be told', () => told(life)[0]);
  goTo(life, life.clock.now() + 3 * DAY_MS - HOUR_MS);
  await looks(life);
  expect(told(life)[0]).toContain('is not given yet');
  await life.restart();
  goTo(life, life.clock.now() + 2 * HOUR_MS);
  await life.until('the end of trying', () => told(life)[0]?.includes('I have given up giving'));
  expect(await info(life, id, life.host)).toContain(`I have given up giving <@&${high.id}> to <@${bea.id}>`);
  high.position = 1;
  goTo(life, life.clock.now() + DAY_MS);
  await looks(life);
  expect(has(bea, high)).toBe(false);
});

test('a role that was deleted is not waited for: moderators are told at once', async () => {
  const { life, bea } = await openWithWinner();
  await won(life, bea, [{ place: 1, roleId: '77' }]);
  const notice = await life.until('moderators to be told', () => told(life)[0]);
  expect(notice).toContain('with another role if this one is gone');
});

test('moderators are told of a role that cannot be taken back, and when it is', async () => {
  const { life, bea } = await openWithWinner();
  const role = aRole(life, 'Champion');
  const id = await won(life, bea, [{ place: 1, roleId: role.id, roleDays: 1 }]);
  const end = await life.until(
    'the role',
    async () => (await life.stores.awards.ofChallenge(id))[0]?.expiresAt,
  );
  role.position = 99;
  goTo(life, end);
  const notice = await life.until('moderators to be told', () => told(life)[0]);
  expect(notice).toContain(`- <@&${role.id}> of <@${bea.id}> is not taken back yet`);
  role.position = 1;
  goTo(life, life.clock.now() + HOUR_MS);
  await life.until('the role to be taken back', () => !has(bea, role));
  await life.until('the news', () => told(life)[0]?.includes('No role is to be taken back any more.'));
});

test('a winner who leaves before the role is taken back is no obstacle', async () => {
  const { life, bea } = await openWithWinner();
  const role = aRole(life, 'Champion');
  await won(life, bea, [{ place: 1, roleId: role.id, roleDays: 1 }]);
  await untilNoted(life);
  life.guild.removeMember(bea);
  goTo(life, life.clock.now() + DAY_MS);
  await life.until('the end of the award', () =>
    life.running.log.some((line) => line.includes('a role that was won is over') && line.includes('gone')),
  );
  expect(await life.stores.awards.due(life.clock.now() + 100 * DAY_MS, 10)).toEqual([]);
});

import { expect, test } from 'vitest';
import type { Prize } from '../../../src/challenges/settings.ts';
import type { SandboxMember, SandboxRole } from '../../../src/sandbox/discord/model.ts';
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
  await life.until('the role', () => has(bea, role));
  goTo(life, life.clock.now() + 7 * DAY_MS - HOUR_MS);
  await looks(life);
  expect(has(bea, role)).toBe(true);
  await life.running.stop();
  goTo(life, life.clock.now() + 30 * DAY_MS);
  await life.restart();
  await life.until('the role to be taken back', () => !has(bea, role));
});

test('a role that was won again is kept for as long as the later win gives', async () => {
  const { life, bea } = await openWithWinner();
  const role = aRole(life, 'Champion');
  const prizes = [{ place: 1, roleId: role.id, roleDays: 7 }];
  await won(life, bea, prizes);
  await life.until('the role', () => has(bea, role));
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

test('a role that the bot may not give for a day is given up, and the log says so', async () => {
  const { life, bea } = await openWithWinner();
  const high = life.guild.addRole('Above the bot');
  await won(life, bea, [{ place: 1, roleId: high.id }]);
  await life.until('a refusal', () => life.running.log.some((line) => line.includes('could not be given')));
  goTo(life, life.clock.now() + DAY_MS + HOUR_MS);
  await life.until('the end of trying', () =>
    life.running.log.some((line) => line.includes('cannot be given or taken back')),
  );
  high.position = 1;
  goTo(life, life.clock.now() + DAY_MS);
  await looks(life);
  expect(has(bea, high)).toBe(false);
});

test('a winner who leaves before the role is taken back is no obstacle', async () => {
  const { life, bea } = await openWithWinner();
  const role = aRole(life, 'Champion');
  await won(life, bea, [{ place: 1, roleId: role.id, roleDays: 1 }]);
  await life.until('the role', () => has(bea, role));
  life.guild.removeMember(bea);
  goTo(life, life.clock.now() + DAY_MS);
  await life.until('the end of the award', () =>
    life.running.log.some((line) => line.includes('a role that was won is over') && line.includes('gone')),
  );
  expect(await life.stores.awards.due(life.clock.now() + 100 * DAY_MS, 10)).toEqual([]);
});

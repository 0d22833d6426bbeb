import { expect, test } from 'vitest';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxChannel } from '../../src/sandbox/discord/model.ts';
import { BOT_PERMISSIONS } from '../../src/sandbox/discord/permissions.ts';
import { idOf, partsOf, shown, untilDelivered } from '../support/looking.ts';
import {
  changeSettings,
  type ModeratedWorld,
  moderated,
  openModeratedWorld,
  settled,
} from '../support/moderating.ts';
import { answerTo, openRealTimeWorld, openWorld, textOf } from '../support/world.ts';

const HOUR_MS = 3_600_000;
const STEP_MS = 4_000;
/** A video with the options left out, in the sandbox. */
const VIDEO_UNITS = 400;

const texts = ({ messages }: SandboxChannel) => messages.map(textOf);
/** The numbers of the cases that a channel was told of, in their order. */
const casesIn = (channel: SandboxChannel): number[] =>
  texts(channel).flatMap((text) =>
    [...text.matchAll(/^\*\*Case (\d+) · /g)].map(([, number]) => Number(number)),
  );

const untilCases = (world: ModeratedWorld, numbers: number[], channel = world.log) =>
  world.until(`cases ${numbers} in ${channel.name}`, () => casesIn(channel).length >= numbers.length);

/** Gives whatever is owed time to be sent. */
const letTimePass = async (world: ModeratedWorld, ms = 60_000): Promise<void> => {
  const end = world.clock.now() + ms;
  await world.until('time to pass', () => {
    world.clock.jump(STEP_MS);
    return world.clock.now() >= end;
  });
};

function expectNoPings({ mentionedUserIds, mentionedRoleIds, mentionsEveryone }: SandboxMessage): void {
  expect([mentionedUserIds, mentionedRoleIds, mentionsEveryone]).toEqual([[], [], false]);
}

test('the log channel is told of each case once, in order, over a restart', async () => {
  const world = await openModeratedWorld();
  const first = await world.startApp();
  const reason = '@everyone **b** [see](https://evil.example)';
  await world.mod('user block', { user: world.ada.id, reason });
  await world.mod('queue pause');
  await untilCases(world, [1, 2, 3]);
  await first.stop();
  await world.startApp();
  await world.mod('queue resume');
  await untilCases(world, [1, 2, 3, 4]);
  await letTimePass(world);
  expect(casesIn(world.log)).toEqual([1, 2, 3, 4]);
  expect(world.staff.messages).toEqual([]);
  const blocked = world.log.messages[1];
  expect(shown(textOf(blocked ?? { content: '', embeds: [] }))).toContain(`Why: “${reason}”`);
  for (const message of world.log.messages) expectNoPings(message);
  expect(texts(world.log)[1]).toBe(await world.mod('case show', { number: 2 }));
});

test('killed when a case was posted but Discord had not said so, it does not post it again', async () => {
  const world = await moderated(await openRealTimeWorld());
  const first = await world.startProcess();
  const fault = world.discord.faults.add({
    method: 'POST',
    path: new RegExp(`/channels/${world.log.id}/messages$`),
    effect: { kind: 'hold-answer', until: new Promise(() => {}) },
  });
  await fault.firstHit;
  await world.until('the message', () => world.log.messages.length === 1);
  await first.stop('SIGKILL');
  world.discord.faults.clear();
  await world.startProcess();
  await world.mod('queue pause');
  await world.until('the second case', () => casesIn(world.log).includes(2));
  expect(casesIn(world.log)).toEqual([1, 2]);
});

test('while the log is out of reach its cases are kept, and told once it is back', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  await untilCases(world, [1]);
  world.log.botPermissions = 0n;
  await world.mod('queue pause');
  await world.mod('queue resume');
  await letTimePass(world);
  expect(casesIn(world.log)).toEqual([1]);

  world.log.botPermissions = BOT_PERMISSIONS;
  await world.mod('queue drain');
  await untilCases(world, [1, 2, 3, 4]);
  await letTimePass(world, 15 * 60_000);
  expect(casesIn(world.log).toSorted()).toEqual([1, 2, 3, 4]);
});

test('faults of Discord are waited out, and nothing is told twice', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  const path = new RegExp(`/channels/${world.log.id}/messages$`);
  world.discord.faults.add({ method: 'POST', path, times: 8, effect: { kind: 'status', status: 500 } });
  world.discord.faults.add({ method: 'POST', path, times: 2, effect: { kind: 'lose-answer' } });
  await world.mod('queue pause');
  await untilCases(world, [1, 2]);
  await letTimePass(world, 15 * 60_000);
  expect(casesIn(world.log).toSorted()).toEqual([1, 2]);
});

test('a log channel that was deleted is done with once another is named', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  await untilCases(world, [1]);
  world.log.delete();
  await world.mod('queue pause');
  await letTimePass(world);
  const next = world.guild.addChannel({ name: 'new-log' });
  await changeSettings(world, { logChannelId: next.id });
  await untilCases(world, [2, 3], next);
  await letTimePass(world, 15 * 60_000);
  expect(casesIn(next).toSorted()).toEqual([2, 3]);
});

test('a log that stays out of reach is given up after about a day, and the bot goes on', async () => {
  const world = await openModeratedWorld();
  const { log: lines } = await world.startApp();
  await untilCases(world, [1]);
  const shutAt = world.clock.now();
  world.log.botPermissions = 0n;
  await world.mod('queue pause');
  const givenUp = () => lines.some((line) => line.includes('"moderators could not be told"'));
  await world.until('it to be given up', () => {
    world.clock.jump(10 * 60_000);
    return givenUp();
  });
  const shutForMs = world.clock.now() - shutAt;
  expect(shutForMs).toBeGreaterThan(24 * HOUR_MS);
  expect(shutForMs).toBeLessThan(26 * HOUR_MS);
  world.log.botPermissions = BOT_PERMISSIONS;
  await world.mod('queue resume');
  await untilCases(world, [1, 3]);
  expect(casesIn(world.log)).toEqual([1, 3]);
});

test('a log that is out of reach is asked once in a while, however much is owed there; other channels do not wait', async () => {
  const world = await openModeratedWorld();
  const { log: lines } = await world.startApp();
  await untilCases(world, [1]);
  world.log.botPermissions = 0n;
  await changeSettings(world, { approval: 'all' });
  for (let number = 3; number <= 41; number += 1) {
    await changeSettings(world, { budgetPerMonthUnits: 10_000 + number });
  }
  await letTimePass(world, 10 * 60_000);
  const refused = lines.filter((line) => line.includes('moderators could not be told yet'));
  expect(refused.length).toBeGreaterThan(3);
  expect(refused.length).toBeLessThan(15);
  await world.order();
  await world.until('the held video', () => world.staff.messages.length === 1);

  world.log.botPermissions = BOT_PERMISSIONS;
  const all = Array.from({ length: 41 }, (_, index) => index + 1);
  await untilCases(world, all);
  expect(casesIn(world.log)).toEqual(all);
});

test('each kind goes to the other channel when its own is not set, and nowhere when none is', async () => {
  const only = await openModeratedWorld({}, { approval: 'all' });
  await only.startApp();
  await only.order();
  await letTimePass(only, 10_000);
  expect([...only.log.messages, ...only.staff.messages]).toEqual([]);

  await changeSettings(only, { moderatorsChannelId: only.staff.id });
  await untilCases(only, [2], only.staff);
  await changeSettings(only, { moderatorsChannelId: undefined, logChannelId: only.log.id });
  await only.order({ prompt: 'A held one' });
  await only.until('the held video', () => texts(only.log).some((text) => text.includes('A held one')));
  // What nobody was to be told of then is not told later.
  await letTimePass(only);
  expect(casesIn(only.staff)).toEqual([2]);
  expect(casesIn(only.log)).toEqual([3]);
  expect([...only.log.messages, ...only.staff.messages]).toHaveLength(3);
});

test('a held video is shown with its buttons, and afterwards with what became of it', async () => {
  const world = await openModeratedWorld();
  await changeSettings(world, { approval: 'all' });
  const first = await world.startApp();
  const prompt = 'A @everyone **lamp**';
  const card = await world.order({ prompt, negative_prompt: 'rain' });
  const held = await world.until('the held video', () => world.staff.messages[0]);
  expect(shown(textOf(held))).toContain(`> ${prompt}\nNot to be shown: rain`);
  expect(textOf(held)).toContain('Every video is approved by a moderator here');
  expect(textOf(held)).toMatch(/It is dropped <t:\d+:R>\.$/);
  expect(partsOf(held).map(({ label }) => label)).toEqual(['Approve', 'Deny']);
  expectNoPings(held);

  await first.stop();
  await world.startApp();
  const approved = await settled(world, await world.mo.press(held, idOf(held, 'approve')));
  expect(approved.ephemeral).toBe(true);
  await world.until('the decision', () =>
    textOf(held).includes(`✅ **Approved** by <@${world.mo.id}> · Case 3`),
  );
  expect(partsOf(held)).toEqual([]);
  await untilDelivered(world, card);
  expect(world.staff.messages).toHaveLength(1);
});

test('a denied one shows why; one that nobody decides on is dropped; a cancelled one says so', async () => {
  const world = await openModeratedWorld();
  await changeSettings(world, { approval: 'all' });
  await world.startApp();
  const cards = [await world.order({ prompt: 'one' }), await world.order({ prompt: 'two' })];
  const [, second] = cards;
  await world.order({ prompt: 'three' });
  await world.until('three held videos', () => world.staff.messages.length === 3);
  const messageOf = (prompt: string) => {
    const found = world.staff.messages.find((message) => textOf(message).includes(`> ${prompt}`));
    if (!found) throw new Error(`nothing of ${prompt}`);
    return found;
  };
  const [denied, cancelled, dropped] = [messageOf('one'), messageOf('two'), messageOf('three')];

  const modal = await world.mo.press(denied, idOf(denied, 'deny'));
  await modal.response;
  await settled(world, await world.mo.submitModal(modal, { reason: 'No *lamps*' }));
  await world.until('the denial', () =>
    shown(textOf(denied)).includes(`⛔ **Denied** by <@${world.mo.id}>: “No *lamps*” · Case 3`),
  );
  if (second) await (await world.ada.press(second, idOf(second, 'cancel'))).response;
  await world.until('the cancelling', () =>
    textOf(cancelled).includes('🚫 **Cancelled** before anybody decided.'),
  );
  world.clock.jump(73 * HOUR_MS);
  await world.until('the end', () => textOf(dropped).includes('⌛ **Dropped**: nobody decided in time.'));
  for (const message of world.staff.messages) expect(partsOf(message)).toEqual([]);
});

test('a report reaches the log without its author, and afterwards shows the decision', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  const result = await untilDelivered(world, await world.order());
  const reporter = world.guild.addMember({ name: 'Reporter' });
  const modal = await reporter.contextMenu(world.channel, 'Report video', result);
  await modal.response;
  const text = 'Look @everyone **here**';
  await answerTo(await reporter.submitModal(modal, { reason: ['unsafe'], text }));

  const report = await world.until('the report', () =>
    world.log.messages.find((message) => textOf(message).includes('Report 1')),
  );
  expect(shown(textOf(report))).toContain(`“${text}”`);
  expect(textOf(report)).toContain(`/${result.id})`);
  expect(textOf(report)).toContain(`By <@${world.ada.id}>`);
  expect(JSON.stringify(report.asSent)).not.toContain(reporter.id);
  expectNoPings(report);

  await settled(world, await world.mo.press(report, idOf(report, 'report-dismiss')));
  await world.until('the decision', () => textOf(report).includes(`⚪ **Dismissed** by <@${world.mo.id}>`));
  expect(() => idOf(report, 'report-open')).toThrow();
});

test('at 80 % and 100 % of a budget moderators are warned, once each, and again in the next month', async () => {
  const world = await openModeratedWorld();
  await world.startApp({ QUOTA_VIDEOS_PER_DAY: '100' });
  // The price is learnt from the first.
  await untilDelivered(world, await world.order());
  await changeSettings(world, { budgetPerMonthUnits: 5 * VIDEO_UNITS });
  const warnings = () => texts(world.log).filter((text) => /^[⚠⛔]/u.test(text));

  await untilDelivered(world, await world.order());
  await untilDelivered(world, await world.order());
  await letTimePass(world, 10_000);
  expect(warnings()).toEqual([]);
  await world.order();
  await world.until('the first warning', () => warnings().length === 1);
  expect(warnings()[0]).toContain('⚠️ **The budget of this server for this month is 80 % used.**');
  expect(warnings()[0]).toContain('1600 CU of 2000 CU');
  await world.order();
  await world.until('the second warning', () => warnings().length === 2);
  expect(warnings()[1]).toContain('⛔ **The budget of this server for this month is used up.**');
  for (let number = 0; number < 3; number += 1) expect(await world.refusal()).toContain('budget');
  await letTimePass(world);
  expect(warnings()).toHaveLength(2);

  world.clock.jump(31 * 24 * HOUR_MS);
  for (let number = 0; number < 4; number += 1) await world.order();
  await world.until('the next warning', () => warnings().length === 3);
  expect(warnings()[2]).toContain('80 % used');
});

test('the budget of all servers together is a matter of whoever runs the bot: their log says it', async () => {
  const world = await openModeratedWorld();
  const { log: lines } = await world.startApp({ BUDGET_PER_DAY: String(VIDEO_UNITS * 2) });
  await untilDelivered(world, await world.order());
  await untilDelivered(world, await world.order());
  expect(await world.refusal()).toContain('for all its servers');
  const told = () => lines.filter((line) => line.includes('budget of all servers together'));
  await world.until('the log to say so', () => told().length === 2);
  await letTimePass(world);
  expect(told()).toHaveLength(2);
  expect(texts(world.log).filter((text) => text.includes('budget'))).toEqual([]);
});

test('with several servers at once each has its own cases', async () => {
  const world = await openWorld();
  const one = await moderated(world);
  const other = world.discord.addGuild({ name: 'Elsewhere' });
  const two = await moderated({
    ...world,
    guild: other,
    channel: other.addChannel(),
    ada: other.addMember(),
  });
  await world.startApp();
  for (const server of [one, two, one]) await server.mod(server === two ? 'queue drain' : 'queue pause');
  await untilCases(one, [1, 2]);
  await untilCases(two, [1, 2], two.log);
  expect([casesIn(one.log), casesIn(two.log)]).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(texts(one.log)[1]).toContain('Queue paused');
  expect(texts(two.log)[1]).toContain('Queue closed to new videos');
});

import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import type { SandboxMessage } from '../../../src/sandbox/discord/message.ts';
import type { OptionValues } from '../../../src/sandbox/discord/model.ts';
import { BOT_PERMISSIONS } from '../../../src/sandbox/discord/permissions.ts';
import { answerOf, createDraft, fillIn, hosting, hostingText, readOf, TEXTS } from '../../support/hosting.ts';
import { partsOf } from '../../support/looking.ts';
import { changeSettings } from '../../support/moderating.ts';
import { answered, pressed } from '../../support/results.ts';
import { textOf } from '../../support/world.ts';
import { DAY_MS, enterAll, goTo, HOUR_MS, type Life, looks, openLife, published, untilIn } from './life.ts';

const WEEK_MS = 7 * DAY_MS;
const FRIDAYS = { challenge: '1', on: '* * 5', at: '18:00' };

/** A world in Berlin with a draft that takes entries for two days and votes for one. */
async function withDraft(texts: Record<string, string> = { ...TEXTS, rules: 'Be kind' }) {
  const life = await openLife();
  await changeSettings(life, { timeZone: 'Europe/Berlin' });
  await createDraft(life, { entries_for: '2d', voting_for: '1d' }, texts);
  return { life };
}

const preview = async (life: Life, options: OptionValues = {}, member = life.host): Promise<SandboxMessage> =>
  answerOf(life, await hosting(life, 'series-start', { ...FRIDAYS, ...options }, member));

/** Types themes into the form behind a button of a message, and gives what becomes of it. */
async function typeThemes(
  life: Life,
  message: SandboxMessage,
  themes: string,
  member = life.host,
): Promise<SandboxMessage> {
  const id = partsOf(message).find(({ label }) => label === 'Themes…')?.custom_id;
  const opened = await member.press(message, id ?? `no button on: ${readOf(message)}`);
  const edits = message.edits.length;
  return answered(life, await fillIn(member, opened, { themes }), message, edits);
}

const start = async (life: Life, themes: string, options: OptionValues = {}): Promise<SandboxMessage> =>
  typeThemes(life, await preview(life, options), themes);

const made = async ({ stores, guild }: Life) =>
  (await stores.challenges.ofGuild(guild.id, ['announced', 'open', 'voting', 'closed'], 20)).toReversed();

async function nextOne(life: Life) {
  const before = (await made(life)).length;
  const { nextAt = 0 } = (await life.stores.series.find(1)) ?? {};
  goTo(life, nextAt);
  return life.until('the next challenge', async () => (await made(life))[before]);
}

test('a host starts a series from a draft, and it makes its challenges by itself, also after a restart', async () => {
  const { life } = await withDraft();
  const plan = await preview(life);
  const said = readOf(plan);
  expect(said).toContain('## A new series: Boats');
  expect(said).toContain('It comes **every Friday at 18:00** (Europe/Berlin).');
  expect(said).toContain(`Entries for 2d, voting for 1d; announced in <#${life.arena.id}>`);
  const dates = [...said.matchAll(/<t:(\d+):f>/g)].map(([, seconds]) => Number(seconds) * 1_000);
  expect(dates).toHaveLength(3);
  expect(await life.stores.series.ofGuild(life.guild.id, 9)).toEqual([]);

  const panel = await typeThemes(life, plan, 'Boats in *fog*\n\nTrains\nPlanes');
  expect(panel).toBe(plan);
  expect(readOf(panel)).toContain('✅ The series is started');
  expect(readOf(panel)).toContain('Next theme: **Boats in \\*fog\\***');
  expect(readOf(panel)).toContain('### Themes: 3 left, 0 used');
  const first = await nextOne(life);
  await life.restart();
  const all = [first, await nextOne(life), await nextOne(life)];
  await life.until('the announcements', () => life.arena.messages.some((m) => textOf(m).includes('Planes')));
  all.push(await nextOne(life));
  expect(all.map(({ theme }) => theme)).toEqual(['Boats in *fog*', 'Trains', 'Planes', 'Boats in *fog*']);
  expect(all.slice(0, 3).map(({ schedule }) => schedule.opensAt)).toEqual(dates);
  expect(first).toMatchObject({
    title: 'Boats',
    rules: 'Be kind',
    channelId: life.arena.id,
    hostId: life.host.id,
    schedule: { entriesUntil: (dates[0] ?? 0) + 2 * DAY_MS, votesUntil: (dates[0] ?? 0) + 3 * DAY_MS },
  });
  expect((await life.stores.challenges.find(1))?.phase).toBe('draft');
  const list = readOf(await answerOf(life, await hosting(life, 'series')));
  expect(list).toMatch(
    /#1 Boats\*\*: every Friday at 18:00; next <t:\d+:f>.*Next theme: \*\*Trains\*\*\. 2 themes left, 1 used/,
  );
});

test('a series that was down for longer than a period makes one challenge, and says so', async () => {
  const { life } = await withDraft();
  const panel = await start(life, 'Boats\nTrains\nPlanes');
  const { nextAt = 0 } = (await life.stores.series.find(1)) ?? {};
  await life.running.stop();
  goTo(life, nextAt + 2 * WEEK_MS + DAY_MS);
  await life.restart();
  const [challenge] = await life.until('the challenge', async () => {
    const all = await made(life);
    return all.length > 0 && all;
  });
  const notice = await life.until('the log to tell of it', () =>
    life.log.messages.find((message) => textOf(message).includes('Late: Boats')),
  );
  expect(textOf(notice)).toContain(
    'I have made one challenge, #2, in place of all that were missed: “Boats”.',
  );
  const { nextAt: after } = (await life.stores.series.find(1)) ?? {};
  expect(after).toBe(nextAt + 3 * WEEK_MS);
  expect(textOf(notice)).toContain(`<t:${(after ?? 0) / 1_000}:f>`);
  await looks(life);
  expect(await made(life)).toHaveLength(1);
  expect((challenge?.schedule.entriesUntil ?? 0) - (challenge?.schedule.opensAt ?? 0)).toBe(2 * DAY_MS);
  expect(readOf(await pressed(life, panel, 'series-open', life.host))).toContain('#1 Boats');
  const opened = readOf(await openOne(life, panel));
  expect(opened).toContain('Last: #2 “Boats”, open for entries');
  expect(opened).toContain('It came late, in place of all that were missed');
  await nextOne(life);
  expect(readOf(await openOne(life, await answerOf(life, await hosting(life, 'series'))))).not.toContain(
    'late',
  );
  expect(life.log.messages.filter((message) => textOf(message).includes('Late:'))).toHaveLength(1);
});

/** Picks the first series from the list. */
async function openOne(life: Life, list: SandboxMessage, by = life.host): Promise<SandboxMessage> {
  const menu = partsOf(list).find(({ placeholder }) => placeholder === 'Open one');
  const edits = list.edits.length;
  return answered(life, await by.select(list, menu?.custom_id ?? 'no menu', ['1']), list, edits);
}

test('where members choose, their vote beside the voting decides on the next theme', async () => {
  const { life } = await withDraft();
  const [bea, cem, dia] = life.members;
  if (!bea || !cem || !dia) throw new Error('too few members');
  const panel = await start(life, 'Boats\nTrains\nPlanes', { next_theme: 'vote' });
  expect(readOf(panel)).toContain(
    'members vote on it, beside the vote on the entries; without votes **Boats**',
  );
  const first = await nextOne(life);
  await untilIn(life, first.id, 'open');
  await enterAll(life, first.id, [bea, cem]);
  goTo(life, first.schedule.entriesUntil);
  await untilIn(life, first.id, 'voting');
  const options = { challenge: String(first.id) };
  const viewer = await answerOf(life, await hosting(life, 'vote', options, dia));
  const asked = await pressed(life, viewer, 'challenge-theme', dia);
  const [menu] = partsOf(asked);
  const planes = menu?.options?.find(({ label }) => label === 'Planes');
  await (await dia.select(asked, menu?.custom_id ?? '', [planes?.value ?? ''])).response;
  expect((await nextOne(life)).theme).toBe('Planes');
  await life.until(
    'the themes to be counted',
    async () => (await life.stores.series.themes(1)).map(({ uses }) => uses).join() === '1,0,1',
  );
});

test('themes are added and removed, unless somebody else did so meanwhile', async () => {
  const { life } = await withDraft();
  const panel = await start(life, 'Boats\nTrains');
  await nextOne(life);
  const changed = await typeThemes(life, panel, 'Trains\nBoats\nPlanes\nplanes');
  expect(readOf(changed)).toContain('✅ Saved: 1 added, 0 removed.');
  expect(readOf(changed)).toContain('### Themes: 2 left, 1 used\n- Trains\n- Planes\n- ~~Boats~~ used');
  expect(readOf(await typeThemes(life, panel, 'Planes'))).toContain('0 added, 2 removed');

  const id = partsOf(panel).find(({ label }) => label === 'Themes…')?.custom_id ?? '';
  const early = await life.host.press(panel, id);
  await early.response;
  const others = await openOne(
    life,
    await answerOf(life, await hosting(life, 'series', {}, life.mo)),
    life.mo,
  );
  expect(readOf(await typeThemes(life, others, 'Planes\nCastles', life.mo))).toContain('1 added');
  const late = await answerOf(life, await fillIn(life.host, early, { themes: 'Planes\nDunes' }));
  expect(late.content).toContain('Somebody has changed these themes meanwhile');
  await life.mod('filter add', { kind: 'word', text: 'damn', action: 'refuse' });
  expect((await typeThemes(life, panel, 'Planes\nDamn boats')).content).toContain('does not allow `Damn`');
  expect((await typeThemes(life, panel, `Planes\n${'x'.repeat(501)}`)).content).toContain('500 at the most');
  expect((await life.stores.series.themes(1)).map(({ text }) => text)).toEqual(['Planes', 'Castles']);
});

test('a series is stopped when that was asked once more, and can be started again', async () => {
  const { life } = await withDraft();
  const panel = await start(life, 'Boats\nTrains');
  const { nextAt = 0 } = (await life.stores.series.find(1)) ?? {};
  expect(readOf(await pressed(life, panel, 'series-stop', life.host))).toContain('## Stop Boats?');
  expect((await life.stores.series.find(1))?.stoppedAt).toBeUndefined();
  expect(readOf(await pressed(life, panel, 'series-open', life.host))).toContain('### Themes: 2 left');
  await pressed(life, panel, 'series-stop', life.host);
  expect(readOf(await pressed(life, panel, 'series-stop-sure', life.host))).toMatch(
    /✅ It is stopped\.(.|\n)*\*\*Stopped\*\* since <t:/,
  );
  goTo(life, nextAt + HOUR_MS);
  await looks(life);
  expect(await made(life)).toEqual([]);
  expect(await hostingText(life, 'series')).toContain('**stopped**');

  life.arena.botPermissions = BOT_PERMISSIONS & ~Can.EmbedLinks;
  expect((await pressed(life, panel, 'series-start', life.host)).content).toContain(
    'I lack **Embed Links** in',
  );
  expect((await life.stores.series.find(1))?.stoppedAt).toBeDefined();
  life.arena.botPermissions = BOT_PERMISSIONS;
  expect(readOf(await pressed(life, panel, 'series-start', life.host))).toContain('✅ It goes on.');
  expect((await life.stores.series.find(1))?.nextAt).toBe(nextAt + WEEK_MS);
  expect((await nextOne(life)).theme).toBe('Boats');
});

test('a series may come of a challenge that is over, monthly, with lengths of its own', async () => {
  const life = await openLife();
  const { id } = await published(life, { entriesMs: 10 * DAY_MS, votingMs: 3 * DAY_MS });
  await life.stores.challenges.move(id, { from: 'announced', to: 'cancelled', at: life.clock.now() });
  const options = { challenge: String(id), on: 'the last day of every month', at: '6:30' };
  const plan = readOf(await preview(life, options));
  expect(plan).toContain('It comes **the last day of every month at 06:30** (UTC).');
  expect(plan).toContain('Entries for 10d, voting for 3d');
  expect(plan).toContain(`those of challenge #${id}`);
  await start(life, 'Boats', { ...options, entries_for: '20h', voting_for: '1d' });
  expect(await life.stores.series.find(1)).toMatchObject({
    pattern: '30 6 L * *',
    entryHours: 20,
    votingHours: 24,
  });
  expect((await nextOne(life)).schedule.votesUntil).toBe(
    ((await made(life))[0]?.schedule.opensAt ?? 0) + 44 * HOUR_MS,
  );
});

test('what cannot be is refused before its themes are typed, with what to do', async () => {
  const { life } = await withDraft();
  const refused = async (options: OptionValues, member = life.host) =>
    (await preview(life, options, member)).content;
  expect(await refused({}, life.ada)).toContain('This is for hosts of challenges');
  expect(await refused({ at: '25:00' })).toContain('write one like `18:00`');
  expect(await refused({ on: '31st' })).toContain('Not every month has a 29th, 30th or 31st');
  expect(await refused({ entries_for: '6d 1h' })).toContain(
    'entries (6d 1h) and voting (1d) take 7d 1h together, and the next one opens 7d after it',
  );
  life.arena.botPermissions = Can.ViewChannel | Can.SendMessages;
  const lacking = await refused({});
  expect(lacking).toContain('The series cannot be started yet:\n- I lack **Embed Links, Attach Files');
  life.arena.botPermissions = BOT_PERMISSIONS;

  const power = life.guild.addRole('Power', { permissions: Can.ManageMessages });
  life.guild.botRole.position = 99;
  const { settings } = (await life.stores.challenges.find(1)) ?? {};
  if (!settings) throw new Error('no draft');
  const prizes = [{ place: 1, roleId: power.id }];
  const change = { settings: { ...settings, prizes } };
  await life.stores.challenges.change(1, ['draft'], change, life.clock.now());
  expect(await refused({})).toContain('only those who may give it can make it a prize');
  await life.stores.challenges.change(1, ['draft'], { settings }, life.clock.now());

  const few = await start(life, 'Boats\nBOATS', { next_theme: 'vote' });
  expect(few.content).toContain('at least two themes');
  expect(await life.stores.series.ofGuild(life.guild.id, 9)).toEqual([]);
  expect(await hostingText(life, 'series')).toContain('There is no series here yet');
  expect(await hostingText(life, 'series', {}, life.ada)).toContain('This is for hosts of challenges');
});

test('no more than ten go on at once, and nobody but hosts touches them', async () => {
  const { life } = await withDraft();
  const plan = await preview(life);
  const panel = await start(life, 'Boats');
  const [first] = await life.stores.series.ofGuild(life.guild.id, 1);
  if (!first) throw new Error('no series');
  const { id: _id, stoppedAt: _stopped, nextAt = 0, ...same } = first;
  for (let index = 1; index < 10; index += 1) {
    await life.stores.series.create({ ...same, themes: ['x'], nextAt }, life.clock.now());
  }
  expect((await preview(life)).content).toContain('10 series go on here already');
  expect((await typeThemes(life, plan, 'Boats')).content).toContain('10 series go on here already');
  expect(await life.stores.series.ofGuild(life.guild.id, 99)).toHaveLength(10);
  await changeSettings(life, { hostRoleId: life.guild.addRole('Others').id });
  for (const action of ['series-open', 'series-themes', 'series-stop']) {
    const answer = await pressed(life, panel, action, life.host);
    expect(answer.content).toContain('This is for hosts of challenges');
  }
  expect((await pressed(life, plan, 'series-new', life.host)).content).toContain('This is for hosts');
});

test('days are offered while they are typed', async () => {
  const { life } = await withDraft();
  const offered = async (value: string, option = 'on') => {
    const typing = await life.host.autocomplete(life.channel, 'veo-challenge', option, value, {
      subcommand: 'series-start',
    });
    await typing.response;
    return typing.choices;
  };
  expect(await offered('frid')).toEqual([
    { name: 'every Friday', value: '* * 5' },
    { name: 'the first Friday of every month', value: '* * 5#1' },
  ]);
  expect(await offered('')).toHaveLength(25);
  expect(await offered('boa', 'challenge')).toEqual([{ name: 'Boats', value: '1' }]);
});

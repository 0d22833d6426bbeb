import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { OptionValues } from '../../src/sandbox/discord/model.ts';
import { jobs } from '../../src/store/schema.ts';
import { readCsv } from '../charts/read-csv.ts';
import { newJob } from '../store/orders.ts';
import { jobsOf, offerToEverybody, untilDelivered } from '../support/looking.ts';
import {
  changeSettings,
  databaseOf,
  type ModeratedWorld,
  openModeratedWorld,
} from '../support/moderating.ts';
import { answerTo, textOf, type World } from '../support/world.ts';

const DAY_MS = 24 * 3_600_000;

/** Sends `/veo-mod subcommand` and waits for the whole answer. */
async function ask(
  world: ModeratedWorld,
  subcommand: string,
  options: OptionValues = {},
  member = world.mo,
): Promise<SandboxMessage> {
  const sent = await member.slash(world.channel, 'veo-mod', options, { subcommand });
  const response = await sent.response;
  if (response.kind !== 'deferred') return answerTo(sent);
  return world.until('the answer', () => !response.message.loading && response.message);
}

/** Delivers two videos of Ada's, and lets one of Bob's fail. */
async function makeVideos(world: World): Promise<void> {
  const bob = world.guild.addMember({ name: 'Bob' });
  await untilDelivered(world, await world.order({ prompt: 'A "paper" boat,\nat dusk' }));
  await untilDelivered(world, await world.order({ duration: 4, generate_audio: false }));
  const card = await world.order({ prompt: '[fail] a boat' }, { member: bob });
  await world.until('the end', () => textOf(card).includes('Failed'));
}

/** The one file of a message, and what it is called. */
async function fileOf(message: SandboxMessage): Promise<{ name: string; bytes: Buffer; altText: string }> {
  const [file, ...others] = message.attachments;
  if (!file || others.length > 0) throw new Error(`not one file: ${message.content}`);
  return { name: file.filename, bytes: await file.bytes(), altText: file.description ?? '' };
}

/** The rows of a CSV file by the names of its columns. */
async function tableOf(message: SandboxMessage): Promise<Record<string, string>[]> {
  const [header = [], ...rows] = readCsv((await fileOf(message)).bytes);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

test('/veo-mod stats answers privately with a picture whose words hold the numbers', async () => {
  const world = await openModeratedWorld({}, { budgetPerDayUnits: 5_000 });
  world.guild.name = 'Film *club*';
  await world.startApp();
  await makeVideos(world);
  const spent = [1, 2].map(async (id) => (await jobsOf(world).find(id))?.costUnits ?? 0);
  const units = (await Promise.all(spent)).reduce((sum, cost) => sum + cost, 0);
  expect(units).toBeGreaterThan(0);

  const answer = await ask(world, 'stats');
  expect(answer.ephemeral).toBe(true);
  expect(answer.content).toBe(
    `**Film \\*club\\***, 30 days up to today: 2 videos delivered, ${units} CU spent.`,
  );
  const { name, bytes, altText } = await fileOf(answer);
  expect(name).toBe('statistics-30-days.png');
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 1200, height: 900 });
  expect(altText).toContain('3 videos: 2 delivered, 1 failed, 0 blocked, 0 cancelled, 0 other.');
  expect(altText).toContain(`${units} CU)`);
  expect(altText).toContain('of 5,000 CU');
  expect(altText).toContain('Ada (2 videos');
  expect(altText).not.toContain('Bob');
});

test('days are as many as asked for, in the server’s time zone', async () => {
  const world = await openModeratedWorld({}, { timeZone: 'Pacific/Kiritimati' });
  await world.startApp();
  await untilDelivered(world, await world.order());
  world.clock.jump(8 * DAY_MS);
  const week = await fileOf(await ask(world, 'stats', { days: 7 }));
  expect(week.name).toBe('statistics-7-days.png');
  expect(week.altText).toContain('No videos in these 7 days.');
  expect(await sharp(week.bytes).metadata()).toMatchObject({ height: 400 });
  const quarter = await fileOf(await ask(world, 'stats', { days: 90 }));
  expect(quarter.altText).toContain('1 video: 1 delivered');
});

test('it is posted for everyone only where that was asked for', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  await ask(world, 'stats', { public: false });
  expect(world.channel.messages).toEqual([]);
  const posted = await ask(world, 'stats', { public: true });
  expect(posted.ephemeral).toBe(false);
  expect(world.channel.messages).toEqual([posted]);
  expect(posted.attachments).toHaveLength(1);
});

test('members who left, or cannot be looked up, are numbered', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  await untilDelivered(world, await world.order());
  const bob = world.guild.addMember({ name: 'Bob' });
  await untilDelivered(world, await world.order({}, { member: bob }));
  await untilDelivered(world, await world.order({}, { member: bob }));
  world.guild.removeMember(world.ada);
  expect((await fileOf(await ask(world, 'stats'))).altText).toMatch(/Bob \(2 videos.*Member 2 \(1 video/);
  world.clock.jump(DAY_MS);
  world.discord.faults.add({
    path: /\/members\/\d+$/,
    effect: { kind: 'status', status: 403, body: { code: 50_013, message: 'Missing Permissions' } },
  });
  expect((await fileOf(await ask(world, 'stats'))).altText).toMatch(/Member 1 \(2 videos.*Member 2/);
});

test('/veo-mod export gives the videos as a private CSV file, prompts included', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  await makeVideos(world);
  const answer = await ask(world, 'export', { what: 'jobs' });
  expect(answer.ephemeral).toBe(true);
  expect(answer.content).toBe('The jobs of the last 30 days: 3 rows, newest first. Times are UTC.');
  expect((await fileOf(answer)).name).toBe('jobs-30-days.csv');
  const rows = await tableOf(answer);
  expect(rows.map(({ video, state, failure }) => [video, state, failure])).toEqual([
    ['3', 'failed', 'generation-failed'],
    ['2', 'delivered', ''],
    ['1', 'delivered', ''],
  ]);
  const first = rows[2];
  const job = await jobsOf(world).find(1);
  expect(first).toMatchObject({
    member: `<@${world.ada.id}>`,
    channel: `<#${world.channel.id}>`,
    prompt: job?.settings.prompt,
    seed: String(job?.settings.seed),
    duration: '8',
    generate_audio: 'true',
    cost_cu: String(job?.costUnits),
    asked_at: new Date(job?.createdAt ?? 0).toISOString(),
    text_deleted_at: '',
  });
  expect(first?.prompt).toContain('"paper" boat');
  expect(first?.result).toContain(`/${job?.resultMessageId}`);
});

test('the books and the cases are exported alike, as far back as asked for', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  await makeVideos(world);
  const ledger = await tableOf(await ask(world, 'export', { what: 'ledger' }));
  expect(ledger.map(({ book, entry, video }) => [book, entry, video])).toEqual([
    ['quota', 'release', '3'],
    ['quota', 'reserve', '3'],
    ['quota', 'commit', '2'],
    ['quota', 'reserve', '2'],
    ['quota', 'commit', '1'],
    ['quota', 'reserve', '1'],
    ['money', 'refund', '3'],
    ['money', 'charge', '3'],
    ['money', 'charge', '2'],
    ['money', 'charge', '1'],
  ]);
  const ban = { user: world.ada.id, reason: '=1+1' };
  await world.mod('user block', ban);
  const cases = await tableOf(await ask(world, 'export', { what: 'cases', days: 1 }));
  expect(cases[0]).toMatchObject({
    case: '2',
    kind: 'block',
    moderator: `<@${world.mo.id}>`,
    member: `<@${world.ada.id}>`,
    reason: "'=1+1",
  });
  world.clock.jump(2 * DAY_MS);
  for (const what of ['jobs', 'ledger', 'cases']) {
    const answer = await ask(world, 'export', { what, days: 1 });
    expect(answer.content).toContain(`The ${what} of the last day: 0 rows`);
    expect(await tableOf(answer)).toEqual([]);
    expect(await tableOf(await ask(world, 'export', { what, days: 3 }))).not.toEqual([]);
  }
});

/** Puts so many finished videos into the database. */
function insertVideos(world: ModeratedWorld, many: number, prompt: string): void {
  const db = databaseOf(world);
  const now = world.clock.now();
  db.transaction((tx) => {
    for (let video = 0; video < many; video += 1) {
      const at = now - many + video;
      const order = newJob({ guildId: world.guild.id, userId: world.ada.id });
      const settings = { ...order.settings, prompt: `${video + 1} ${prompt}` };
      tx.insert(jobs)
        .values({ ...order, settings, state: 'delivered', createdAt: at, stateSince: at, runAt: at })
        .run();
    }
  });
}

test('a file that would be too large is cut to the newest rows, and says so', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  insertVideos(world, 2_500, 'x'.repeat(100));
  const whole = await ask(world, 'export', { what: 'jobs' });
  expect(whole.content).toContain('2500 rows, newest first');
  expect(new Set((await tableOf(whole)).map(({ video }) => video)).size).toBe(2_500);

  const limit = 400_000;
  world.guild.uploadLimitBytes = limit;
  const cut = await ask(world, 'export', { what: 'jobs' });
  const rows = await tableOf(cut);
  expect(cut.content).toContain(`cut: only the newest ${rows.length} rows fit into one file`);
  const { length } = (await fileOf(cut)).bytes;
  expect(length).toBeLessThan(limit);
  expect(length).toBeGreaterThan(limit * 0.75);
  expect(rows.map(({ prompt }) => Number.parseInt(prompt ?? '', 10))).toEqual(
    rows.map((_, index) => 2_500 - index),
  );
});

test('a file that Discord takes less of than it said is cut further', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  world.guild.uploadLimitBytes = 1_000_000;
  insertVideos(world, 2_500, 'x'.repeat(100));
  world.discord.faults.add({
    method: 'PATCH',
    path: /\/webhooks\//,
    times: 1,
    effect: { kind: 'status', status: 413, body: { code: 40_005, message: 'Request entity too large' } },
  });
  const answer = await ask(world, 'export', { what: 'jobs' });
  expect(answer.content).toContain('cut: only the newest');
  expect((await fileOf(answer)).bytes.length).toBeLessThan(500_000);
});

test('statistics and exports are for moderators, whoever the command is shown to', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  await expect(ask(world, 'stats', {}, world.ada)).rejects.toThrow('has not the permissions');
  await offerToEverybody(world, 'veo-mod');
  const refusals = [
    await ask(world, 'stats', { public: true }, world.ada),
    await ask(world, 'export', { what: 'jobs' }, world.ada),
  ];
  for (const { content, ephemeral, attachments } of refusals) {
    expect(content).toContain('This is for moderators');
    expect({ ephemeral, attachments }).toEqual({ ephemeral: true, attachments: [] });
  }
  const role = world.guild.addRole('Helpers');
  await changeSettings(world, { moderatorRoleId: role.id });
  const helper = world.guild.addMember({ roles: [role] });
  expect((await ask(world, 'stats', {}, helper)).attachments).toHaveLength(1);
});

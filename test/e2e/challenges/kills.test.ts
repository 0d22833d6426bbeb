import { PermissionFlagsBits as Can } from 'discord.js';
import { expect, test } from 'vitest';
import { challengeSettingsSchema } from '../../../src/challenges/settings.ts';
import type { SandboxChannel, SandboxMember } from '../../../src/sandbox/discord/model.ts';
import { BOT_PERMISSIONS } from '../../../src/sandbox/discord/permissions.ts';
import { createStores } from '../../../src/store/stores.ts';
import { databaseOf } from '../../support/moderating.ts';
import { openRealTimeWorld, textOf } from '../../support/world.ts';

const HOUR_MS = 3_600_000;
const never = new Promise<never>(() => {});

/** Everything that Discord does for a challenge: done, when the process dies before it hears of it. */
const DEEDS = {
  announcement: { method: 'POST', path: /\/channels\/\d+\/messages$/ },
  thread: { method: 'POST', path: /\/messages\/\d+\/threads$/ },
  event: { method: 'POST', path: /\/scheduled-events$/ },
  entry: { method: 'POST', path: /\/channels\/\d+\/messages$/ },
  lookup: { method: 'GET', path: /\/guilds\/\d+\/members\/\d+$/ },
  prize: { method: 'PUT', path: /\/members\/\d+\/roles\/\d+$/ },
} as const;

const count = (channels: readonly (SandboxChannel | undefined)[], text: string): number =>
  channels
    .flatMap((channel) => channel?.messages ?? [])
    .filter((message) => message.author === 'bot' && textOf(message).includes(text)).length;

test('killed in the midst of everything that it does for a challenge, the bot does each thing once, and the result is the same', async () => {
  const world = await openRealTimeWorld();
  const { guild, discord, until } = world;
  const arena = guild.addChannel({ name: 'contest', botPermissions: BOT_PERMISSIONS | Can.PinMessages });
  guild.botRole.permissions |= Can.ManageRoles | Can.CreateEvents;
  const prize = guild.addRole('Champion', { position: 1 });
  guild.botRole.position = 5;
  const [bea, cem, dia]: SandboxMember[] = ['Bea', 'Cem', 'Dia'].map((name) => guild.addMember({ name }));
  if (!bea || !cem || !dia) throw new Error('nobody');
  const stores = createStores(databaseOf(world));
  const { challenges, ballots } = stores;

  let bot = await world.startProcess();
  for (const member of [bea, cem]) await world.order({}, { member });
  await until('both videos', () => delivered(1, 2));
  await bot.stop('SIGKILL');

  /** Starts the bot, and kills it once Discord has done this deed. */
  const killAt = async (deed: keyof typeof DEEDS) => {
    // It would be looked after within a minute.
    await stores.challengePosts.changed(id, ['announcement'], Date.now());
    const fault = discord.faults.add({ ...DEEDS[deed], effect: { kind: 'hold-answer', until: never } });
    bot = await world.startProcess();
    await fault.firstHit;
    await bot.stop('SIGKILL');
    fault.remove();
  };
  async function delivered(...jobIds: number[]) {
    const states = await Promise.all(jobIds.map(async (id) => (await stores.store.find(id))?.state));
    return states.every((state) => state === 'delivered');
  }

  const now = Date.now();
  const { id } = await challenges.create(
    {
      guildId: guild.id,
      hostId: guild.ownerId,
      title: 'Boats',
      theme: 'Everything that floats',
      rules: undefined,
      settings: challengeSettingsSchema.parse({
        method: 'one-pick',
        scheduledEvent: true,
        prizes: [{ place: 1, roleId: prize.id, roleDays: 7 }],
      }),
      schedule: {
        opensAt: now,
        entriesUntil: now + HOUR_MS,
        reviewUntil: undefined,
        votesUntil: now + 2 * HOUR_MS,
      },
      channelId: arena.id,
      secret: 'secret',
    },
    now,
  );
  await challenges.move(id, { from: 'draft', to: 'announced', at: now });
  await killAt('announcement');
  await killAt('thread');
  await killAt('event');
  bot = await world.startProcess();
  await until('entries to be taken', async () => (await challenges.find(id))?.phase === 'open');
  const entries = [];
  for (const [index, { id: userId }] of [bea, cem].entries()) {
    const entry = { challengeId: id, userId, jobId: index + 1, title: undefined, state: 'accepted' } as const;
    const result = await challenges.enter(entry, Date.now());
    if (result.kind === 'entered') entries.push(result.entry);
  }
  await bot.stop('SIGKILL');

  await endPhase('entriesUntil');
  await killAt('entry');
  bot = await world.startProcess();
  await until('votes to be taken', async () => (await challenges.find(id))?.votesFrom !== undefined);
  const vote = { challengeId: id, accountCreatedAt: 0, entryId: entries[1]?.id ?? 0, value: 1 };
  for (const voter of [bea, dia]) {
    expect(await ballots.cast({ ...vote, voterId: voter.id }, Date.now())).toMatchObject({ kind: 'cast' });
  }
  await bot.stop('SIGKILL');

  await endPhase('votesUntil');
  await killAt('lookup');
  await killAt('prize');
  bot = await world.startProcess();
  await until('the end', async () => (await stores.awards.due(Date.now() + HOUR_MS, 1)).length === 0);
  await until('the podium', () => count([arena], 'the result') > 0);

  const [thread] = arena.threads;
  expect(arena.threads).toHaveLength(1);
  expect(guild.scheduledEvents).toHaveLength(1);
  expect({
    announcements: count([arena], 'Everything that floats'),
    entries: [1, 2].map((number) => count([thread], `**Entry ${number}**`)),
    podiums: count([arena], 'the result'),
  }).toEqual({ announcements: 1, entries: [1, 1], podiums: 1 });
  expect(cem.roles).toContain(prize);
  // Not taken for a role that the winner had before: it will be taken back.
  expect(await stores.awards.ofChallenge(id)).toMatchObject([{ userId: cem.id, state: 'held' }]);
  expect(await challenges.outcome(id)).toMatchObject({
    ballots: 2,
    invalidBallots: 0,
    placements: [
      { entryId: entries[1]?.id, place: 1, points: 2 },
      { entryId: entries[0]?.id, place: 2, points: 0, counted: false },
    ],
  });

  async function endPhase(end: 'entriesUntil' | 'votesUntil') {
    const schedule = (await challenges.find(id))?.schedule;
    if (!schedule) throw new Error('no challenge');
    const ended = { ...schedule, [end]: Date.now() };
    await challenges.change(id, ['open', 'voting'], { schedule: ended }, Date.now());
  }
}, 180_000);

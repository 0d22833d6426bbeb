import { describe, expect, test } from 'vitest';
import { createPoster } from '../../src/discord/poster.ts';
import { createUploadLimits, limitOf } from '../../src/discord/upload-limit.ts';
import { openBench } from '../jobs/bench.ts';
import { openSandbox } from '../sandbox/discord/bot.ts';
import { restClientsOf } from '../support/rest-clients.ts';

const MIB = 1_024 * 1_024;
const DAY_MS = 24 * 3_600_000;

test.each([
  [0, [], 20],
  [1, [], 20],
  [2, [], 50],
  [3, [], 100],
  [4, [], 20],
  [0, ['MAX_FILE_SIZE_50_MB'], 50],
  [0, ['TIERLESS_BOOSTING', 'MAX_FILE_SIZE_250_MB', 'MAX_FILE_SIZE_50_MB'], 250],
  [3, ['MAX_FILE_SIZE_50_MB'], 100],
  [0, ['MAX_FILE_SIZE_10_MB'], 20],
  [0, ['COMMUNITY', 'MAX_FILE_SIZE_MB', 'XMAX_FILE_SIZE_50_MB', 'MAX_FILE_SIZE_50_MB_'], 20],
])('a server of tier %d with the features %j takes %d MiB', (premiumTier, features, mebibytes) => {
  expect(limitOf({ premiumTier, features })).toBe(mebibytes * MIB);
});

/** The limits of one server, asked of a local Discord. */
async function openLimits(premiumTier: 0 | 3 = 3) {
  const { facts, clock } = openBench();
  const sandbox = await openSandbox({ now: clock.now });
  const guild = sandbox.addGuild({ premiumTier });
  const poster = createPoster({ ...restClientsOf(sandbox), clock });
  const limits = createUploadLimits(poster, facts, clock);
  return { sandbox, guild, clock, facts, poster, limits, limit: limits.ofJob({ id: 1, guildId: guild.id }) };
}

describe('the largest file worth trying in a server', () => {
  test('is asked of Discord once, and again after ten minutes', async () => {
    const { sandbox, guild, clock, limit } = await openLimits();
    expect(await limit.largest()).toBe(100 * MIB);
    guild.premiumTier = 0;
    await clock.advance(10 * 60_000 - 1);
    expect(await limit.largest()).toBe(100 * MIB);
    expect(sandbox.requests).toHaveLength(1);
    await clock.advance(1);
    expect(await limit.largest()).toBe(20 * MIB);
    expect(sandbox.requests).toHaveLength(2);
  });

  test('is below every size that it refused, for a week', async () => {
    const { clock, limit } = await openLimits();
    await limit.refused(12 * MIB);
    expect(await limit.largest()).toBe(12 * MIB - 1);
    await clock.advance(7 * DAY_MS);
    expect(await limit.largest()).toBe(12 * MIB - 1);
    await clock.advance(1);
    expect(await limit.largest()).toBe(100 * MIB);
  });

  test('does not rise by a refusal of a larger file', async () => {
    const { limit } = await openLimits();
    await limit.refused(12 * MIB);
    await limit.refused(60 * MIB);
    expect(await limit.largest()).toBe(12 * MIB - 1);
    await limit.refused(5 * MIB);
    expect(await limit.largest()).toBe(5 * MIB - 1);
  });

  test('is not raised by what was refused above it', async () => {
    const { limit } = await openLimits();
    await limit.refused(400 * MIB);
    expect(await limit.largest()).toBe(100 * MIB);
  });

  test('is another server’s own', async () => {
    const { sandbox, limits, limit } = await openLimits();
    const other = limits.ofJob({ id: 2, guildId: sandbox.addGuild().id });
    await other.refused(1 * MIB);
    expect(await limit.largest()).toBe(100 * MIB);
    expect(await other.largest()).toBe(1 * MIB - 1);
  });

  test('rises when the server is boosted, whatever it refused before', async () => {
    const { guild, clock, limit } = await openLimits(0);
    await limit.largest();
    await limit.refused(12 * MIB);
    guild.premiumTier = 2;
    await clock.advance(10 * 60_000);
    expect(await limit.largest()).toBe(50 * MIB);
    await limit.refused(30 * MIB);
    expect(await limit.largest()).toBe(30 * MIB - 1);
  });

  test.each([
    ['and then restarted', 'boost first'],
    ['while the bot was down', 'restart first'],
  ])('stays risen when it was boosted %s', async (_when, order) => {
    const { guild, facts, poster, clock, limit } = await openLimits(0);
    await limit.refused(12 * MIB);
    guild.premiumTier = 2;
    if (order === 'boost first') {
      await clock.advance(10 * 60_000);
      expect(await limit.largest()).toBe(50 * MIB);
    }
    const restarted = createUploadLimits(poster, facts, clock).ofJob({ id: 1, guildId: guild.id });
    expect([await restarted.largest(), await restarted.aim()]).toEqual([50 * MIB, 50 * MIB]);
    await restarted.refused(30 * MIB);
    expect(await restarted.largest()).toBe(30 * MIB - 1);
  });

  test('stays low when less is promised, or as much as before', async () => {
    const { guild, facts, poster, clock, limit } = await openLimits(3);
    await limit.refused(12 * MIB);
    guild.premiumTier = 2;
    const restarted = createUploadLimits(poster, facts, clock).ofJob({ id: 1, guildId: guild.id });
    expect(await restarted.largest()).toBe(12 * MIB - 1);
    guild.premiumTier = 3;
    await clock.advance(10 * 60_000);
    expect(await restarted.largest()).toBe(12 * MIB - 1);
  });

  test('counts a refusal of which it is not known what was promised then', async () => {
    const { guild, facts, clock, limit } = await openLimits(3);
    await facts.learnRefusedUpload(guild.id, { bytes: 12 * MIB, promisedBytes: undefined }, clock.now());
    expect(await limit.largest()).toBe(12 * MIB - 1);
  });

  test('is not made up when Discord does not tell it', async () => {
    const { guild, limit, sandbox } = await openLimits();
    guild.removeBot();
    await expect(limit.largest()).rejects.toMatchObject({ code: 50_001 });
    expect(sandbox.requests).toHaveLength(1);
  });
});

describe('the size at which a copy aims', () => {
  test('is what tier and features promise, as long as nothing was refused', async () => {
    const { limit } = await openLimits();
    expect(await limit.aim()).toBe(100 * MIB);
    await limit.refused(400 * MIB);
    expect(await limit.aim()).toBe(100 * MIB);
  });

  test.each([
    [60, 50],
    [50, 25],
    [19.5, 10],
    [10, 8],
  ])('is the next lower limit of Discord’s after %d MiB were refused: %d', async (refused, aim) => {
    const { limit } = await openLimits();
    await limit.refused(refused * MIB);
    expect(await limit.aim()).toBe(aim * MIB);
  });

  test('is just below a refusal that no known limit explains', async () => {
    const { limit } = await openLimits();
    await limit.refused(3 * MIB);
    expect(await limit.aim()).toBe(3 * MIB - 1);
  });

  test('is no lower than what the server has taken', async () => {
    const { limit } = await openLimits(0);
    await limit.refused(19 * MIB);
    await limit.accepted(14 * MIB);
    await limit.accepted(12 * MIB);
    expect(await limit.aim()).toBe(14 * MIB);
  });

  test('does not rise above what tier and features promise, or what was refused since', async () => {
    const { limit } = await openLimits(0);
    await limit.accepted(60 * MIB);
    expect(await limit.aim()).toBe(20 * MIB);
    await limit.refused(18 * MIB);
    expect(await limit.aim()).toBe(10 * MIB);
  });

  test('outlives a restart as far as it was lowered', async () => {
    const { guild, facts, poster, clock, limit } = await openLimits(0);
    await limit.refused(19 * MIB);
    await limit.accepted(14 * MIB);
    const restarted = createUploadLimits(poster, facts, clock).ofJob({ id: 1, guildId: guild.id });
    expect(await restarted.aim()).toBe(10 * MIB);
  });
});

describe('for one job’s video', () => {
  const openJob = async () => {
    const { limits, limit, guild, clock } = await openLimits();
    const ofJob = (id: number) => limits.ofJob({ id, guildId: guild.id });
    return { ofJob, guildLimit: limit, clock };
  };

  test('a file is too large that was twice not sent in time, and a copy a third of it', async () => {
    const { ofJob, guildLimit } = await openJob();
    const limit = ofJob(7);
    limit.timedOut(60 * MIB);
    expect([await limit.largest(), await limit.aim()]).toEqual([100 * MIB, 100 * MIB]);
    limit.timedOut(60 * MIB);
    expect([await limit.largest(), await limit.aim()]).toEqual([60 * MIB - 1, 20 * MIB]);
    expect(await ofJob(7).largest()).toBe(60 * MIB - 1);
    expect(await ofJob(8).largest()).toBe(100 * MIB);
    expect([await guildLimit.largest(), await guildLimit.aim()]).toEqual([100 * MIB, 100 * MIB]);
  });

  test('a slow copy does not bring the original back, and becomes smaller itself', async () => {
    const { ofJob } = await openJob();
    const limit = ofJob(7);
    for (const mebibytes of [60, 60, 18]) limit.timedOut(mebibytes * MIB);
    expect(await limit.largest()).toBe(60 * MIB - 1);
    limit.timedOut(18 * MIB);
    expect([await limit.largest(), await limit.aim()]).toEqual([18 * MIB - 1, 6 * MIB]);
  });

  test('what its server refused counts as well', async () => {
    const { ofJob, guildLimit } = await openJob();
    const limit = ofJob(7);
    limit.timedOut(60 * MIB);
    limit.timedOut(60 * MIB);
    await limit.refused(12 * MIB);
    expect(await guildLimit.largest()).toBe(12 * MIB - 1);
    expect([await limit.largest(), await limit.aim()]).toEqual([12 * MIB - 1, 10 * MIB]);
  });

  test('it is forgotten when as much got through, and after a day', async () => {
    const { ofJob, clock } = await openJob();
    const limit = ofJob(7);
    const timeOut = () => {
      limit.timedOut(60 * MIB);
      limit.timedOut(60 * MIB);
    };
    timeOut();
    await limit.accepted(20 * MIB);
    expect(await limit.largest()).toBe(60 * MIB - 1);
    await limit.accepted(60 * MIB);
    expect(await limit.largest()).toBe(100 * MIB);
    timeOut();
    await clock.advance(DAY_MS);
    expect(await limit.largest()).toBe(100 * MIB);
  });
});

test('in a direct message the default holds, less what was refused in it', async () => {
  const { limits, sandbox } = await openLimits();
  const limit = limits.inDirectMessage();
  expect([await limit.largest(), await limit.aim()]).toEqual([20 * MIB, 20 * MIB]);
  await limit.refused(19 * MIB);
  await limit.refused(30 * MIB);
  expect([await limit.largest(), await limit.aim()]).toEqual([19 * MIB - 1, 10 * MIB]);
  expect(await limits.inDirectMessage().largest()).toBe(20 * MIB);
  expect(sandbox.requests).toEqual([]);
});

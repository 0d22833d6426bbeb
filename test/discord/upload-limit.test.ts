import { describe, expect, test } from 'vitest';
import { createPoster } from '../../src/discord/poster.ts';
import { createUploadLimits, limitOf } from '../../src/discord/upload-limit.ts';
import { openBench } from '../jobs/bench.ts';
import { openSandbox } from '../sandbox/discord/bot.ts';

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
async function openLimits() {
  const { facts, clock } = openBench();
  const sandbox = await openSandbox({ now: clock.now });
  const guild = sandbox.addGuild({ premiumTier: 3 });
  const poster = createPoster({ apiUrl: sandbox.apiUrl, token: sandbox.token, clock });
  const limits = createUploadLimits(poster, facts, clock);
  return { sandbox, guild, clock, limits, of: () => limits.of(guild.id) };
}

describe('the limit of a server', () => {
  test('is asked of Discord once, and again after ten minutes', async () => {
    const { sandbox, guild, clock, of } = await openLimits();
    expect(await of()).toBe(100 * MIB);
    guild.premiumTier = 0;
    await clock.advance(10 * 60_000 - 1);
    expect(await of()).toBe(100 * MIB);
    expect(sandbox.requests).toHaveLength(1);
    await clock.advance(1);
    expect(await of()).toBe(20 * MIB);
    expect(sandbox.requests).toHaveLength(2);
  });

  test('is below every size that it refused, for a week', async () => {
    const { guild, clock, limits, of } = await openLimits();
    await limits.refused(guild.id, 12 * MIB);
    expect(await of()).toBe(12 * MIB - 1);
    await clock.advance(7 * DAY_MS);
    expect(await of()).toBe(12 * MIB - 1);
    await clock.advance(1);
    expect(await of()).toBe(100 * MIB);
  });

  test('does not rise by a refusal of a larger file', async () => {
    const { guild, limits, of } = await openLimits();
    await limits.refused(guild.id, 12 * MIB);
    await limits.refused(guild.id, 60 * MIB);
    expect(await of()).toBe(12 * MIB - 1);
    await limits.refused(guild.id, 5 * MIB);
    expect(await of()).toBe(5 * MIB - 1);
  });

  test('is not raised by what was refused above it', async () => {
    const { guild, limits, of } = await openLimits();
    await limits.refused(guild.id, 400 * MIB);
    expect(await of()).toBe(100 * MIB);
  });

  test('is another server’s own', async () => {
    const { sandbox, limits, of } = await openLimits();
    const other = sandbox.addGuild();
    await limits.refused(other.id, 1 * MIB);
    expect(await of()).toBe(100 * MIB);
    expect(await limits.of(other.id)).toBe(1 * MIB - 1);
  });

  test('is not made up when Discord does not tell it', async () => {
    const { guild, limits, sandbox } = await openLimits();
    guild.removeBot();
    await expect(limits.of(guild.id)).rejects.toMatchObject({ code: 50_001 });
    expect(sandbox.requests).toHaveLength(1);
  });
});

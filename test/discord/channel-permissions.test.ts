import { PermissionFlagsBits as Can, OverwriteType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channelPermissions, guildPermissions } from '../../src/discord/channel-permissions.ts';
import { type ChannelFacts, createDirectory } from '../../src/discord/directory.ts';
import { ALL_PERMISSIONS } from '../../src/sandbox/discord/permissions.ts';
import { openSandbox } from '../sandbox/discord/bot.ts';
import { restClientsOf } from '../support/rest-clients.ts';
import { createTestClock } from '../support/test-clock.ts';

const GUILD = '100';
const OWNER = '1';
const BOT = '2';
const [RED, BLUE] = ['11', '12'];
const bot = { userId: BOT, roleIds: [RED, BLUE] };

const everyone = (allow: bigint, deny: bigint) => ({ id: GUILD, type: OverwriteType.Role, allow, deny });
const role = (id: string, allow: bigint, deny: bigint) => ({ id, type: OverwriteType.Role, allow, deny });
const member = (id: string, allow: bigint, deny: bigint) => ({ id, type: OverwriteType.Member, allow, deny });

const inChannel = (base: bigint, ...overwrites: ChannelFacts['overwrites'][number][]) =>
  channelPermissions(GUILD, base, bot, { overwrites });

describe('throughout a server', () => {
  const guild = {
    ownerId: OWNER,
    roles: [
      { id: GUILD, name: '@everyone', position: 0, permissions: Can.ViewChannel },
      { id: RED, name: 'Red', position: 1, permissions: Can.SendMessages },
      { id: BLUE, name: 'Blue', position: 2, permissions: Can.AttachFiles },
      { id: '13', name: 'Not held', position: 3, permissions: Can.BanMembers },
    ],
  };

  test('a member holds what everybody and their roles hold', () => {
    expect(guildPermissions(GUILD, guild, bot)).toBe(Can.ViewChannel | Can.SendMessages | Can.AttachFiles);
    expect(guildPermissions(GUILD, guild, { ...bot, roleIds: [] })).toBe(Can.ViewChannel);
  });

  test('owner and administrators hold all', () => {
    expect(guildPermissions(GUILD, guild, { userId: OWNER, roleIds: [] })).toBe(ALL_PERMISSIONS);
    const roles = [{ id: RED, name: 'Red', position: 1, permissions: Can.Administrator }];
    expect(guildPermissions(GUILD, { ...guild, roles }, bot)).toBe(ALL_PERMISSIONS);
  });
});

describe('in a channel', () => {
  const VIEW = Can.ViewChannel;

  test('without overwrites all is as in the server, and administrators are not restricted', () => {
    expect(inChannel(VIEW | Can.SendMessages)).toBe(VIEW | Can.SendMessages);
    expect(inChannel(Can.Administrator, everyone(0n, VIEW), member(BOT, 0n, VIEW))).toBe(ALL_PERMISSIONS);
  });

  test('roles go before everybody, allowing before denying, the member before roles', () => {
    expect(inChannel(VIEW, everyone(0n, VIEW))).toBe(0n);
    expect(inChannel(0n, everyone(0n, VIEW), role(RED, VIEW, 0n))).toBe(VIEW);
    expect(inChannel(0n, role(RED, VIEW, 0n), role(BLUE, 0n, VIEW))).toBe(VIEW);
    expect(inChannel(0n, role(RED, VIEW, 0n), member(BOT, 0n, VIEW))).toBe(0n);
    expect(inChannel(VIEW, role(BLUE, 0n, VIEW), member(BOT, VIEW, 0n))).toBe(VIEW);
  });

  test('what is said of others does not matter', () => {
    const others = [role('13', Can.BanMembers, VIEW), member('3', Can.BanMembers, VIEW)];
    expect(inChannel(VIEW, ...others)).toBe(VIEW);
    // An id of a role that a member bears by chance.
    expect(inChannel(VIEW, member(RED, 0n, VIEW))).toBe(VIEW);
  });

  test('the order in which overwrites come does not matter', () => {
    const bits = fc.bigInt({ min: 0n, max: 7n });
    const overwrite = (id: string, type: OverwriteType) =>
      fc.record({ id: fc.constant(id), type: fc.constant(type), allow: bits, deny: bits });
    const all = fc.tuple(
      overwrite(GUILD, OverwriteType.Role),
      overwrite(RED, OverwriteType.Role),
      overwrite(BLUE, OverwriteType.Role),
      overwrite(BOT, OverwriteType.Member),
    );
    fc.assert(
      fc.property(bits, all, (base, overwrites) => {
        expect(inChannel(base, ...overwrites.toReversed())).toBe(inChannel(base, ...overwrites));
      }),
    );
  });
});

test('what is worked out from what Discord tells is what Discord enforces', async () => {
  const sandbox = await openSandbox();
  const directory = createDirectory({
    ...restClientsOf(sandbox),
    clock: createTestClock(),
    knownForMs: 0,
  });
  const guild = sandbox.addGuild();
  const channel = guild.addChannel();
  const botId = await directory.ownId();
  const some = fc
    .subarray([Can.SendMessages, Can.EmbedLinks, Can.AttachFiles, Can.CreatePublicThreads, Can.ManageGuild])
    .map((flags) => flags.reduce((all, one) => all | one, Can.ViewChannel));
  await fc.assert(
    fc.asyncProperty(some, some, async (ofRole, here) => {
      guild.botRole.permissions = ofRole;
      channel.botPermissions = here;
      const [facts, own, found] = await Promise.all([
        directory.guild(guild.id),
        directory.member(guild.id, botId),
        directory.channel(channel.id),
      ]);
      if (!facts || !own || !found) throw new Error('nothing was found');
      const base = guildPermissions(guild.id, facts, own);
      expect(channelPermissions(guild.id, base, own, found)).toBe(channel.botPermissions);
    }),
    { numRuns: 25 },
  );
});

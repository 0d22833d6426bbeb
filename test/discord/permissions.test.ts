import { ChannelType, PermissionFlagsBits, PermissionsBitField } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { INVITE_PERMISSIONS, isThread, missingPermissions } from '../../src/discord/permissions.ts';

const NEEDED = ['ViewChannel', 'EmbedLinks', 'AttachFiles'] as const;
const without = (...missing: (keyof typeof PermissionFlagsBits)[]): PermissionsBitField =>
  new PermissionsBitField(INVITE_PERMISSIONS).remove(missing.map((name) => PermissionFlagsBits[name]));

test('the invitation asks for all that is needed, in channels and threads', () => {
  const invited = new PermissionsBitField(INVITE_PERMISSIONS);
  expect(missingPermissions(invited, false)).toEqual([]);
  expect(missingPermissions(invited, true)).toEqual([]);
  expect(invited.has(PermissionFlagsBits.Administrator)).toBe(false);
});

test('an administrator lacks nothing', () => {
  expect(missingPermissions(new PermissionsBitField(PermissionFlagsBits.Administrator), true)).toEqual([]);
});

test.each([
  [NEEDED[0], 'View Channel'],
  [NEEDED[1], 'Embed Links'],
  [NEEDED[2], 'Attach Files'],
])('%s is missed everywhere', (flag, name) => {
  expect(missingPermissions(without(flag), false)).toEqual([name]);
  expect(missingPermissions(without(flag), true)).toEqual([name]);
});

test('sending is another permission in a thread than in a channel', () => {
  expect(missingPermissions(without('SendMessages'), false)).toEqual(['Send Messages']);
  expect(missingPermissions(without('SendMessages'), true)).toEqual([]);
  expect(missingPermissions(without('SendMessagesInThreads'), true)).toEqual(['Send Messages in Threads']);
  expect(missingPermissions(without('SendMessagesInThreads'), false)).toEqual([]);
});

test('everything that is missing is named', () => {
  expect(missingPermissions(new PermissionsBitField(0n), false)).toHaveLength(4);
});

describe('a thread', () => {
  test.each([ChannelType.PublicThread, ChannelType.PrivateThread, ChannelType.AnnouncementThread])(
    'is a channel of type %d',
    (type) => {
      expect(isThread(type)).toBe(true);
    },
  );

  test.each([
    ChannelType.GuildText,
    ChannelType.GuildVoice,
    ChannelType.GuildAnnouncement,
    ChannelType.GuildForum,
  ])('is not a channel of type %d', (type) => {
    expect(isThread(type)).toBe(false);
  });
});

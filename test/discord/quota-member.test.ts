import { PermissionFlagsBits as Can } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { carriedFacts, managesGuild } from '../../src/discord/asking-member.ts';

describe('what an interaction says of a member', () => {
  test('are their roles, and when they joined', () => {
    expect(carriedFacts({ roles: ['5', '6'], joined_at: '2026-11-22T12:00:00.000Z' })).toEqual({
      roleIds: ['5', '6'],
      joinedAt: Date.UTC(2026, 10, 22, 12),
    });
  });

  test('may leave out when they joined', () => {
    expect(carriedFacts({ roles: [], joined_at: null })).toEqual({ roleIds: [], joinedAt: undefined });
  });
});

describe('Manage Server', () => {
  const GUILD = '1';
  const role = (id: string, permissions: bigint) => ({ id, name: id, position: 1, permissions });
  const roles = [
    role(GUILD, Can.SendMessages),
    role('admins', Can.Administrator),
    role('managers', Can.ManageGuild),
    role('others', Can.ManageMessages | Can.ManageChannels),
  ];
  const manages = (userId: string, roleIds: string[], of = roles) =>
    managesGuild(GUILD, { ownerId: 'owner', roles: of }, { userId, roleIds });

  test.for([
    { name: 'the owner has it', userId: 'owner', roleIds: [], has: true },
    { name: 'an administrator has it', userId: 'ada', roleIds: ['admins'], has: true },
    { name: 'a role gives it', userId: 'ada', roleIds: ['others', 'managers'], has: true },
    { name: 'other permissions do not', userId: 'ada', roleIds: ['others'], has: false },
    { name: 'nobody else has it', userId: 'ada', roleIds: [], has: false },
  ])('$name', ({ userId, roleIds, has }) => {
    expect(manages(userId, roleIds)).toBe(has);
  });

  test('everybody has it where @everyone gives it', () => {
    expect(manages('ada', [], [role(GUILD, Can.ManageGuild)])).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ActedOn,
  mayActOn,
  type RankedGuild,
  type RankedMember,
} from '../../src/moderation/hierarchy.ts';

const GUILD: RankedGuild = {
  ownerId: 'owner',
  roles: [
    { id: 'everyone', position: 0 },
    { id: 'member', position: 1 },
    { id: 'twin', position: 2 },
    { id: 'moderator', position: 2 },
    { id: 'chief', position: 3 },
  ],
};
const moderator: RankedMember = { userId: 'mo', roleIds: ['member', 'moderator'] };
const target = (changes: Partial<ActedOn> = {}): ActedOn => ({
  userId: 'ada',
  bot: false,
  roleIds: [],
  ...changes,
});

describe('a moderator', () => {
  test.each<[string, ActedOn, ReturnType<typeof mayActOn>]>([
    ['a member without roles', target(), 'yes'],
    ['a member with a lower role', target({ roleIds: ['member'] }), 'yes'],
    ['a member with the same role', target({ roleIds: ['moderator'] }), 'not-below'],
    ['a member with another role of the same height', target({ roleIds: ['twin'] }), 'not-below'],
    ['a member with a higher role', target({ roleIds: ['member', 'chief'] }), 'not-below'],
    ['a member with a role that nobody knows yet', target({ roleIds: ['brand-new'] }), 'not-below'],
    ['the owner', target({ userId: 'owner' }), 'owner'],
    ['themselves', target({ userId: 'mo' }), 'self'],
    ['a bot', target({ bot: true }), 'bot'],
    ['somebody who left', target({ roleIds: undefined }), 'yes'],
  ])('on %s', (_whom, whom, expected) => {
    expect(mayActOn(GUILD, moderator, whom)).toBe(expected);
  });

  test('without any role acts on members without any, and on nobody above', () => {
    const roleless = { userId: 'mo', roleIds: [] };
    expect(mayActOn(GUILD, roleless, target())).toBe('yes');
    expect(mayActOn(GUILD, roleless, target({ roleIds: ['member'] }))).toBe('not-below');
  });

  test('whose role was deleted is as one without', () => {
    const formerly = { userId: 'mo', roleIds: ['deleted'] };
    expect(mayActOn(GUILD, formerly, target({ roleIds: ['member'] }))).toBe('not-below');
  });
});

test('the owner acts on everybody but themselves and bots', () => {
  const owner = { userId: 'owner', roleIds: [] };
  expect(mayActOn(GUILD, owner, target({ roleIds: ['chief'] }))).toBe('yes');
  expect(mayActOn(GUILD, owner, target({ roleIds: ['brand-new'] }))).toBe('yes');
  expect(mayActOn(GUILD, owner, target({ userId: 'owner' }))).toBe('self');
  expect(mayActOn(GUILD, owner, target({ bot: true }))).toBe('bot');
});

describe('in any server', () => {
  const roleIds = ['a', 'b', 'c', 'd', 'e'];
  const anyGuild = fc
    .tuple(
      fc.constantFrom('1', '2', '3', '4'),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 5, maxLength: 5 }),
    )
    .map(
      ([ownerId, heights]): RankedGuild => ({
        ownerId,
        roles: roleIds.map((id, index) => ({ id, position: heights[index] ?? 1 })),
      }),
    );
  const anyMember = fc.record({
    userId: fc.constantFrom('1', '2', '3', '4'),
    roleIds: fc.subarray(roleIds),
  });
  const asTarget = (member: RankedMember): ActedOn => ({ ...member, bot: false });

  test('two members never may act on each other', () => {
    fc.assert(
      fc.property(anyGuild, anyMember, anyMember, (guild, one, other) => {
        fc.pre(one.roleIds.length + other.roleIds.length > 0);
        const both = [mayActOn(guild, one, asTarget(other)), mayActOn(guild, other, asTarget(one))];
        expect(both).not.toEqual(['yes', 'yes']);
      }),
    );
  });

  test('nobody acts on the owner', () => {
    fc.assert(
      fc.property(anyGuild, anyMember, fc.subarray(roleIds), (guild, actor, roles) => {
        const owner = { userId: guild.ownerId, bot: false, roleIds: roles };
        expect(mayActOn(guild, actor, owner)).not.toBe('yes');
      }),
    );
  });

  test('another role makes an actor no weaker, and whoever is acted on no weaker', () => {
    fc.assert(
      fc.property(
        anyGuild,
        anyMember,
        anyMember,
        fc.constantFrom(...roleIds),
        (guild, actor, other, role) => {
          const now = mayActOn(guild, actor, asTarget(other));
          const stronger = { ...actor, roleIds: [...actor.roleIds, role] };
          if (now === 'yes') expect(mayActOn(guild, stronger, asTarget(other))).toBe('yes');
          const protectedMore = asTarget({ ...other, roleIds: [...other.roleIds, role] });
          if (now !== 'yes') expect(mayActOn(guild, actor, protectedMore)).toBe(now);
        },
      ),
    );
  });

  test('who may act on a member may act on them after they have left', () => {
    fc.assert(
      fc.property(anyGuild, anyMember, anyMember, (guild, actor, other) => {
        const left = { userId: other.userId, bot: false, roleIds: undefined };
        if (mayActOn(guild, actor, asTarget(other)) === 'yes')
          expect(mayActOn(guild, actor, left)).toBe('yes');
      }),
    );
  });
});

import type { ChatInputCommandInteraction, User } from 'discord.js';
import { carriedFacts, managesGuild } from '../../src/discord/asking-member.ts';
import type { Directory } from '../../src/discord/directory.ts';
import type { OrderingMember } from '../../src/jobs/asking-member.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { PolicySubject } from '../../src/moderation/quota-rules.ts';
import type { QuotaScope } from '../../src/quota/policy.ts';

type Options = ChatInputCommandInteraction<'raw' | 'cached'>['options'];

/** Whom a moderator named. */
export interface NamedSubject<Scope extends QuotaScope = QuotaScope> {
  subject: PolicySubject & { scope: Scope };
  /** In plain words, for a case: it names members itself. */
  name: string;
}

/**
 * The `role` or `user` of a rule; with neither the rule is for everybody.
 * @throws ExpectedError for both, for bots and for `@everyone`
 */
export function readScope(options: Options, guildId: string): NamedSubject {
  return (
    readNamed(options, guildId) ?? {
      subject: { guildId, scope: 'server', subjectId: guildId },
      name: 'everybody',
    }
  );
}

/**
 * The `role` or `user` of a grant.
 * @throws ExpectedError for both or neither, for bots and for `@everyone`
 */
export function readReceiver(options: Options, guildId: string): NamedSubject<'role' | 'user'> {
  const named = readNamed(options, guildId);
  if (named) return named;
  throw new ExpectedError(
    'scope-missing',
    'Say for whom with `user` or `role`. To give everybody more use `/veo-mod quota set`.',
  );
}

function readNamed(options: Options, guildId: string): NamedSubject<'role' | 'user'> | undefined {
  const role = options.getRole('role');
  const user = options.getUser('user');
  if (role && user) {
    throw new ExpectedError('two-scopes', 'Choose a `role` or a `user`, not both: leave one of them out.');
  }
  if (role?.id === guildId) {
    throw new ExpectedError(
      'everyone-role',
      '@everyone is no role that members carry. A rule for everybody is one without `role` and `user`.',
    );
  }
  if (user?.bot) throw isBot();
  if (role) return { subject: { guildId, scope: 'role', subjectId: role.id }, name: `role “${role.name}”` };
  return user ? { subject: { guildId, scope: 'user', subjectId: user.id }, name: 'this member' } : undefined;
}

export interface ChosenMember {
  member: OrderingMember;
  /** They are in the server no more: their roles are not known. */
  left: boolean;
}

/**
 * The member whom the option `user` names, with the roles that Discord vouches for now.
 * @throws ExpectedError for bots
 */
export async function chosenMember(
  { options, guildId }: ChatInputCommandInteraction<'raw' | 'cached'>,
  directory: Pick<Directory, 'guild'>,
): Promise<ChosenMember> {
  const { id: userId } = chosenUser(options);
  const found = options.getMember('user');
  if (!found)
    return { member: { userId, roleIds: [], managesGuild: false, joinedAt: undefined }, left: true };
  const facts = carriedFacts(found);
  const guild = await directory.guild(guildId);
  const member = { userId, ...facts };
  return {
    member: { ...member, managesGuild: guild !== undefined && managesGuild(guildId, guild, member) },
    left: false,
  };
}

/** @throws ExpectedError for bots */
export function chosenUser(options: Options): User {
  const user = options.getUser('user', true);
  if (user.bot) throw isBot();
  return user;
}

const isBot = (): ExpectedError =>
  new ExpectedError('bot', 'That is a bot, and makes no videos: choose a member.');

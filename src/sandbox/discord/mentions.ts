import type { MentionRules } from './message-body.ts';

export interface Mentions {
  userIds: string[];
  roleIds: string[];
  everyone: boolean;
}

/** What Discord assumes where a message has no `allowed_mentions`. */
export const CHANNEL_DEFAULT: MentionRules = { parse: ['users', 'roles', 'everyone'], replied_user: true };
export const WEBHOOK_DEFAULT: MentionRules = { parse: ['users'] };

const CODE = /```[\s\S]*?```|`[^`\n]*`/g;

/** What the author of a text may ping. */
export interface Author {
  mayPingEveryone: boolean;
  mayPingRole: (roleId: string) => boolean;
  repliesTo?: string | undefined;
}

/** Whom a text pings. */
export function resolveMentions(text: string, rules: MentionRules, author: Author): Mentions {
  const spoken = text.replace(CODE, '');
  const parse = new Set(rules.parse ?? []);
  const userIds = matches(spoken, /<@!?(\d{17,20})>/g).filter(
    (id) => parse.has('users') || rules.users?.includes(id),
  );
  const roleIds = matches(spoken, /<@&(\d{17,20})>/g).filter(
    (id) => author.mayPingRole(id) && (parse.has('roles') || rules.roles?.includes(id)),
  );
  if (author.repliesTo !== undefined && rules.replied_user === true) userIds.push(author.repliesTo);
  const everyone = parse.has('everyone') && author.mayPingEveryone && /@(everyone|here)/.test(spoken);
  return { userIds: [...new Set(userIds)], roleIds: [...new Set(roleIds)], everyone };
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, id]) => (id === undefined ? [] : [id]));
}

import type { APIApplicationCommandOptionChoice } from 'discord.js';
import type { Directory } from '../../src/discord/directory.ts';
import { cut, oneLine } from '../../src/discord/text.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { Grant } from '../../src/quota/grant.ts';
import { amountText } from '../../src/quota/limit.ts';

const CHOICES_MAX = 25;
const NAME_MAX_LENGTH = 100;
const MEMBERS_LOOKED_UP_MAX = 25;
/** Discord waits three seconds for suggestions: ids will do where names take longer. */
const LOOK_UP_MS = 1_500;

/** The grants that match what was typed, with names, which Discord does not fill into suggestions. */
export function grantChoices(
  grants: readonly Grant[],
  typed: string,
  names: ReadonlyMap<string, string>,
): APIApplicationCommandOptionChoice<number>[] {
  const wanted = typed.trim().replace(/^#/, '').toLowerCase();
  return grants
    .map((grant) => ({ name: choiceName(grant, names), value: grant.id }))
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .slice(0, CHOICES_MAX)
    .map(({ name, value }) => ({ name: cut(name, NAME_MAX_LENGTH), value }));
}

function choiceName(
  { id, unit, amount, scope, subjectId, expiresAt, reason }: Grant,
  names: ReadonlyMap<string, string>,
): string {
  const name = oneLine(names.get(subjectId) ?? subjectId);
  const end = expiresAt === undefined ? '' : ` · ends ${new Date(expiresAt).toISOString().slice(0, 10)}`;
  return `#${id} · ${amountText(unit, amount)} · ${scope === 'role' ? `role ${name}` : name}${end}${reason === undefined ? '' : ` · ${oneLine(reason)}`}`;
}

/** The names of roles and members that grants are for, as far as they are found out in time. */
export async function receiverNames(
  guildId: string,
  grants: readonly Grant[],
  directory: Pick<Directory, 'guild' | 'member'>,
  clock: Clock,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const idsOf = (scope: Grant['scope']) =>
    new Set(grants.filter((grant) => grant.scope === scope).map(({ subjectId }) => subjectId));
  const findRoles = async () => {
    if (idsOf('role').size === 0) return;
    for (const { id, name } of (await directory.guild(guildId))?.roles ?? []) names.set(id, name);
  };
  const findMember = async (userId: string) => {
    const member = await directory.member(guildId, userId);
    if (member) names.set(userId, member.name);
  };
  const members = [...idsOf('user')].slice(0, MEMBERS_LOOKED_UP_MAX);
  const lookUps = Promise.allSettled([findRoles(), ...members.map(findMember)]);
  const enough = new AbortController();
  await Promise.race([lookUps, clock.sleep(LOOK_UP_MS, enough.signal)]);
  enough.abort();
  return names;
}

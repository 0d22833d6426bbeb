import { PermissionFlagsBits as Can } from 'discord.js';
import type { SandboxChannel, SandboxGuild, SandboxMember, SandboxRole } from '../discord/model.ts';
import { MEMBER_PERMISSIONS } from '../discord/permissions.ts';

/** The server of the pictures, and who and what is in it. */
export interface Cast {
  readonly guild: SandboxGuild;
  readonly channels: Record<'films' | 'gallery' | 'log' | 'moderators', SandboxChannel>;
  readonly roles: Record<'artists' | 'students' | 'moderators', SandboxRole>;
  /** Mia moderates: she has Manage Server. Nils joined yesterday. */
  readonly people: Record<'mia' | 'ada' | 'bo' | 'cleo' | 'dev' | 'nils', SandboxMember>;
}

const DAY_MS = 24 * 3_600_000;
const YEAR_MS = 365 * DAY_MS;

/** Fills an empty server. @param now milliseconds */
export function castOf(guild: SandboxGuild, now: number): Cast {
  const students = guild.addRole('Students');
  const artists = guild.addRole('Artists');
  // Above the others: a moderator acts on those below.
  const moderators = guild.addRole('Moderators');
  const born = (years: number) => ({ accountCreatedAt: now - years * YEAR_MS });
  const moderates = MEMBER_PERMISSIONS | Can.ManageGuild | Can.ManageMessages;
  return {
    guild,
    channels: {
      films: guild.addChannel({ name: 'films' }),
      gallery: guild.addChannel({ name: 'gallery' }),
      log: guild.addChannel({ name: 'mod-log' }),
      moderators: guild.addChannel({ name: 'moderators' }),
    },
    roles: { students, artists, moderators },
    people: {
      mia: guild.addMember({ name: 'Mia', permissions: moderates, roles: [moderators], ...born(7) }),
      ada: guild.addMember({ name: 'Ada', roles: [artists, students], ...born(6) }),
      bo: guild.addMember({ name: 'Bo', roles: [students], ...born(5) }),
      cleo: guild.addMember({ name: 'Cleo', ...born(4) }),
      dev: guild.addMember({ name: 'Dev', roles: [artists], ...born(3) }),
      nils: guild.addMember({ name: 'Nils', joinedAt: now - DAY_MS, ...born(2) }),
    },
  };
}

import { PermissionFlagsBits as Can } from 'discord.js';
import type { SettingsChanges } from '../../src/moderation/settings-store.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { OptionValues, SandboxChannel, SandboxMember } from '../../src/sandbox/discord/model.ts';
import { BOT_PERMISSIONS } from '../../src/sandbox/discord/permissions.ts';
import { untilDelivered } from './looking.ts';
import { type ModeratedWorld, openModeratedWorld } from './moderating.ts';
import { type RunningApp, textOf, type World, type WorldOptions } from './world.ts';

const NAMES = ['Bea', 'Cem', 'Dia', 'Eve', 'Fay'];
/** Old enough for every rule about the age of accounts and memberships. */
const THREE_YEARS_MS = 3 * 365 * 24 * 3_600_000;

/** A world in which challenges are held: the bot runs, and may do all that they need. */
export interface ChallengeWorld extends ModeratedWorld {
  app: RunningApp;
  /** May hold challenges, and nothing more: has Manage Events. */
  host: SandboxMember;
  /** Who enters and votes, besides Ada. Their accounts and memberships are three years old. */
  members: readonly SandboxMember[];
  /** For the challenge; videos are asked for in `channel`. */
  arena: SandboxChannel;
}

export interface ChallengeWorldOptions {
  world?: WorldOptions;
  environment?: Record<string, string>;
  /** How many members there are besides host and moderator; five when absent. */
  members?: number;
  /** What the server has set; a log channel and a moderators' channel when absent. */
  settings?: SettingsChanges;
}

export async function openChallengeWorld(options: ChallengeWorldOptions = {}): Promise<ChallengeWorld> {
  const world = await openModeratedWorld(options.world, options.settings);
  const { guild, clock } = world;
  const arena = guild.addChannel({ name: 'contest', botPermissions: BOT_PERMISSIONS | Can.PinMessages });
  guild.botRole.permissions |= Can.ManageRoles | Can.CreateEvents;
  const hosts = guild.addRole('Hosts', { permissions: Can.ManageEvents });
  const host = guild.addMember({ name: 'Hal', roles: [hosts] });
  const longAgo = clock.now() - THREE_YEARS_MS;
  const members = Array.from({ length: options.members ?? NAMES.length }, (_, index) =>
    guild.addMember({
      name: NAMES[index] ?? `Member ${index + 1}`,
      accountCreatedAt: longAgo,
      joinedAt: longAgo,
    }),
  );
  guild.botRole.position = Math.max(...guild.roles.map(({ position }) => position)) + 1;
  const app = await world.startApp(options.environment);
  return { ...world, app, host, members, arena };
}

export interface FinishedVideo {
  jobId: number;
  card: SandboxMessage;
  /** The message that carries the video. */
  video: SandboxMessage;
}

/** A member's video, made by the bot and delivered. `settings` are options of `/veo`. */
export async function aFinishedVideo(
  world: World,
  member: SandboxMember,
  settings: OptionValues = {},
  channel: SandboxChannel = world.channel,
): Promise<FinishedVideo> {
  const card = await world.order(settings, { member, channel });
  const video = await untilDelivered(world, card);
  return { jobId: jobIdOn(card), card, video };
}

/** The number that a card bore when it was sent. */
function jobIdOn({ asSent }: SandboxMessage): number {
  const number = /-# #(\d+) · for/.exec(textOf(asSent))?.[1];
  if (number === undefined) throw new Error(`no number on: ${textOf(asSent)}`);
  return Number(number);
}

import { join } from 'node:path';
import { PermissionFlagsBits as Can } from 'discord.js';
import { onTestFinished } from 'vitest';
import type { SettingsChanges } from '../../src/moderation/settings-store.ts';
import type { SandboxInteraction } from '../../src/sandbox/discord/interaction.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { OptionValues, SandboxChannel, SandboxMember } from '../../src/sandbox/discord/model.ts';
import { MEMBER_PERMISSIONS } from '../../src/sandbox/discord/permissions.ts';
import { type OpenDatabase, openDatabase } from '../../src/store/open.ts';
import { createSettingsStore } from '../../src/store/settings-store.ts';
import { answerTo, openWorld, textOf, type World, type WorldOptions } from './world.ts';

const MIGRATIONS_FOLDER = join(import.meta.dirname, '..', '..', 'drizzle');

/** The bot's database, on a connection of the test's own. */
export function databaseOf({ dataDir }: Pick<World, 'dataDir'>): OpenDatabase['db'] {
  const { db, close } = openDatabase(join(dataDir, 'clapper.db'), MIGRATIONS_FOLDER);
  onTestFinished(close);
  return db;
}

/** Changes settings of the world's server past the panel. Like every change it makes a case. */
export const changeSettings = async (
  world: Pick<World, 'dataDir' | 'guild' | 'clock'>,
  changes: SettingsChanges,
): Promise<void> =>
  void (await createSettingsStore(databaseOf(world)).change(
    world.guild.id,
    changes,
    { actorId: world.guild.ownerId },
    () => 'changed for a test',
    world.clock.now(),
  ));

/** A world with a moderator, whose role stands above all others, and the channels where moderators are told. */
export interface ModeratedWorld extends World {
  mo: SandboxMember;
  log: SandboxChannel;
  staff: SandboxChannel;
  /** Sends `/veo-mod group subcommand` and returns everything in the private answer. */
  mod(path: string, options?: OptionValues, member?: SandboxMember): Promise<string>;
  /** The answer itself. */
  modAnswer(path: string, options?: OptionValues, member?: SandboxMember): Promise<SandboxMessage>;
}

/** @param settings what the server has set; a log channel and a moderators' channel when absent */
export async function openModeratedWorld(
  options: WorldOptions = {},
  settings?: SettingsChanges,
): Promise<ModeratedWorld> {
  return moderated(await openWorld(options), settings);
}

/** Adds the moderator and the channels to a world. */
export async function moderated(world: World, settings?: SettingsChanges): Promise<ModeratedWorld> {
  const { guild, channel } = world;
  const log = guild.addChannel({ name: 'log' });
  const staff = guild.addChannel({ name: 'staff' });
  await changeSettings(world, settings ?? { logChannelId: log.id, moderatorsChannelId: staff.id });
  const role = guild.addRole('Moderators', { permissions: Can.ManageGuild });
  const mo = guild.addMember({ name: 'Mo', roles: [role] });
  const modAnswer: ModeratedWorld['modAnswer'] = async (path, values, member = mo) => {
    const [subcommandGroup = '', subcommand = ''] = path.split(' ');
    const sent = await member.slash(channel, 'veo-mod', values, { subcommandGroup, subcommand });
    const answer = await settled(world, sent);
    if (!answer.ephemeral) throw new Error(`answered for all to see: ${textOf(answer)}`);
    return answer;
  };
  const mod: ModeratedWorld['mod'] = async (...args) => textOf(await modAnswer(...args));
  return { ...world, mo, log, staff, mod, modAnswer };
}

/** The message that answers an interaction in the end, also one that was put off first. */
export async function settled(
  { until }: Pick<World, 'until'>,
  interaction: SandboxInteraction,
): Promise<SandboxMessage> {
  const first = await interaction.response;
  if (first.kind !== 'deferred') return answerTo(interaction);
  await until(`the answer to ${interaction.label}`, () => !first.message.loading);
  return first.message;
}

/** The number of the case that an answer names. */
export function caseIn(answer: string): number {
  const number = /Case (\d+)\.$/.exec(answer)?.[1];
  if (number === undefined) throw new Error(`no case in: ${answer}`);
  return Number(number);
}

/** A member's permissions that let them use the moderators' commands. */
export const MODERATOR_PERMISSIONS = MEMBER_PERMISSIONS | Can.ManageGuild;

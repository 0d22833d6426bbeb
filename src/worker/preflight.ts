import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { ChallengeStore } from '../challenges/challenge-store.ts';
import { channelNeeds, lacking } from '../discord/channel-needs.ts';
import { channelPermissions, guildPermissions } from '../discord/channel-permissions.ts';
import type { Directory, GuildFacts } from '../discord/directory.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { LibraryStore } from '../jobs/library.ts';
import type { ChannelUse, Finding, Preflight } from '../jobs/preflight.ts';
import type { Clock } from '../lib/clock.ts';
import type { DiskSpace } from '../lib/disk-space.ts';
import type { Logger } from '../lib/logger.ts';
import type { GuildSettings } from '../moderation/guild-settings.ts';
import type { SettingsStore } from '../moderation/settings-store.ts';
import type { OperatorRules } from '../quota/operator-rules.ts';
import type { ScenarioClient } from '../scenario/client.ts';
import { ScenarioError } from '../scenario/errors.ts';
import { challengeFindings } from './challenges/preflight.ts';

export interface PreflightOptions {
  /** One that asks every time: whoever has mended something looks again at once. */
  directory: Directory;
  settings: Pick<SettingsStore, 'of'>;
  store: Pick<JobStore, 'budgets'>;
  scenario: Pick<ScenarioClient, 'checkAccess'>;
  operator: OperatorRules;
  disk: DiskSpace;
  library: Pick<LibraryStore, 'total'>;
  challenges: Pick<ChallengeStore, 'ofGuild'>;
  libraryMaxBytes: number;
  /** Undefined when there is none. */
  ffmpegVersion: () => Promise<string | undefined>;
  publicUrl: string | undefined;
  dataDir: string;
  clock: Clock;
  logger: Logger;
}

export function createPreflight(options: PreflightOptions): Preflight {
  const { settings, store, operator, dataDir, publicUrl, clock } = options;
  return {
    run: async (guildId) => {
      const house = await settings.of(guildId);
      const [inDiscord, contests, scenario, budgets, writable, storage, version] = await Promise.all([
        discordFindings(options.directory, guildId, house),
        challengeFindings(options, guildId, house),
        scenarioFinding(options),
        store.budgets(guildId, operator, clock.now()),
        isWritable(dataDir),
        storageFindings(options),
        options.ffmpegVersion(),
      ]);
      return [
        ...inDiscord,
        ...contests,
        ...settingsFindings(house),
        scenario,
        ...budgets.map((standing): Finding => ({ kind: 'budget', standing })),
        ...(budgets.length === 0 ? [{ kind: 'no-budget' } as const] : []),
        { kind: 'data-folder', writable },
        ...storage,
        { kind: 'ffmpeg', version },
        { kind: 'public-url', url: publicUrl },
      ];
    },
  };
}

async function discordFindings(
  directory: Directory,
  guildId: string,
  house: GuildSettings,
): Promise<Finding[]> {
  const [guild, own] = await Promise.all([
    directory.guild(guildId),
    directory.ownId().then((id) => directory.member(guildId, id)),
  ]);
  if (!guild || !own) return [{ kind: 'not-in-server' }];
  const base = guildPermissions(guildId, guild, own);
  const channels = [...channelUses(house)].map(async ([channelId, uses]): Promise<Finding> => {
    const about = { kind: 'channel', channelId, uses } as const;
    const channel = await directory.channelOrWhyNot(channelId);
    if (channel === 'hidden') return { ...about, state: 'hidden', missing: [] };
    if (channel === 'gone' || channel.guildId !== guildId) return { ...about, state: 'gone', missing: [] };
    const granted = channelPermissions(guildId, base, own, channel);
    return { ...about, state: 'open', missing: lacking(channelNeeds(uses, house.results), granted) };
  });
  const everywhere = lacking(channelNeeds(['videos'], house.results), base);
  return [
    ...(house.channelIds.length === 0 ? [{ kind: 'all-channels', missing: everywhere } as const] : []),
    ...(await Promise.all(channels)),
    ...roleFinding('moderator-role', house.moderatorRoleId, guild),
    ...roleFinding('host-role', house.hostRoleId, guild),
  ];
}

const roleFinding = (
  kind: 'moderator-role' | 'host-role',
  roleId: string | undefined,
  { roles }: Pick<GuildFacts, 'roles'>,
): Finding[] =>
  roleId === undefined ? [] : [{ kind, roleId, exists: roles.some(({ id }) => id === roleId) }];

/** Every named channel once, with all that it is used for. */
function channelUses(house: GuildSettings): Map<string, ChannelUse[]> {
  const uses = new Map<string, ChannelUse[]>();
  const add = (id: string | undefined, use: ChannelUse) => {
    if (id !== undefined) uses.set(id, [...(uses.get(id) ?? []), use]);
  };
  for (const id of house.channelIds) add(id, 'videos');
  if (house.results.kind === 'gallery') add(house.results.channelId, 'gallery');
  add(house.logChannelId, 'log');
  add(house.moderatorsChannelId, 'moderators');
  return uses;
}

function settingsFindings({
  logChannelId,
  moderatorsChannelId,
  approval,
  defaults,
  resolutions,
  durations,
}: GuildSettings): Finding[] {
  const isOutside = <T>(usual: T | undefined, allowed: readonly T[]) =>
    usual !== undefined && allowed.length > 0 && !allowed.includes(usual);
  const nowhere = logChannelId === undefined && moderatorsChannelId === undefined;
  return [
    ...(nowhere ? [{ kind: 'no-log' } as const] : []),
    ...(nowhere && approval !== 'off' ? [{ kind: 'approval-unseen' } as const] : []),
    ...(isOutside(defaults.resolution, resolutions)
      ? [{ kind: 'usual-not-allowed', usual: `size, ${defaults.resolution}` } as const]
      : []),
    ...(isOutside(defaults.duration, durations)
      ? [{ kind: 'usual-not-allowed', usual: `length, ${defaults.duration} s` } as const]
      : []),
  ];
}

async function scenarioFinding({ scenario, logger }: PreflightOptions): Promise<Finding> {
  try {
    await scenario.checkAccess();
    return { kind: 'scenario', state: 'works' };
  } catch (err) {
    logger.warn({ err }, 'Scenario does not answer, or not with these keys');
    const isRefusal = err instanceof ScenarioError && (err.status === 401 || err.status === 403);
    return { kind: 'scenario', state: isRefusal ? 'refuses-keys' : 'fails' };
  }
}

const isWritable = (folder: string): Promise<boolean> =>
  access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );

async function storageFindings({ disk, library, libraryMaxBytes }: PreflightOptions): Promise<Finding[]> {
  const [freeBytes, low, total] = await Promise.all([disk.freeBytes(), disk.isLow(), library.total()]);
  return [
    { kind: 'disk', freeBytes, low },
    { kind: 'library', ...total, maxBytes: libraryMaxBytes },
  ];
}

import type { AnyChannel, SandboxGuild } from './model.ts';

const MIB = 1024 * 1024;
const BY_FEATURE: Readonly<Record<string, number>> = {
  MAX_FILE_SIZE_50_MB: 50 * MIB,
  MAX_FILE_SIZE_100_MB: 100 * MIB,
  MAX_FILE_SIZE_250_MB: 250 * MIB,
};

/** How many bytes one file may have in a server: what its boosts give, or the default. */
export function guildUploadLimit(guild: SandboxGuild, defaultBytes: number): number {
  if (guild.uploadLimitBytes !== undefined) return guild.uploadLimitBytes;
  const byFeatures = guild.features.map((feature) => BY_FEATURE[feature] ?? 0);
  return Math.max(defaultBytes, byTier(guild), ...byFeatures);
}

/** The limit of the bot's own posts in a channel. */
export function channelUploadLimit(channel: AnyChannel, defaultBytes: number): number {
  return channel.kind === 'guild' ? guildUploadLimit(channel.guild, defaultBytes) : defaultBytes;
}

function byTier(guild: SandboxGuild): number {
  switch (guild.premiumTier) {
    case 0:
    case 1:
      return 0;
    case 2:
      return 50 * MIB;
    case 3:
      return 100 * MIB;
  }
}

import type { CaseDraft, ModerationCase } from './case.ts';
import type { GuildSettings } from './guild-settings.ts';

export interface SettingsStore {
  /** What a server has set, defaults filled in. */
  of(guildId: string): Promise<GuildSettings>;
  /**
   * Changes some settings; an `undefined` value takes a setting back to its default.
   * @param changes where they depend on what is set, made of it in the same moment; throws to refuse
   * @param describe what was changed, in words, for the case
   * @returns undefined when nothing differs
   */
  change(
    guildId: string,
    changes: SettingsChanges | ((before: GuildSettings) => SettingsChanges),
    draft: Pick<CaseDraft, 'actorId' | 'reason'>,
    describe: (before: GuildSettings, after: GuildSettings) => string,
    now: number,
  ): Promise<{ before: GuildSettings; after: GuildSettings; case: ModerationCase } | undefined>;
}

export type SettingsChanges = { [K in keyof GuildSettings]?: GuildSettings[K] | undefined };

import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  type BaseInteraction,
  InteractionContextType,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord.js';
import { orderingMember } from '../src/discord/asking-member.ts';
import type { Command } from '../src/discord/command.ts';
import { renderCheck } from '../src/discord/setup/check-view.ts';
import type { Section } from '../src/discord/setup/field.ts';
import { readForm, sectionForm } from '../src/discord/setup/form.ts';
import { type PanelParts, renderOverview, renderSection } from '../src/discord/setup/panel.ts';
import { findMenu, SECTIONS } from '../src/discord/setup/sections.ts';
import type { Preflight } from '../src/jobs/preflight.ts';
import type { Clock } from '../src/lib/clock.ts';
import { ExpectedError } from '../src/lib/errors.ts';
import { checkSettings, type GuildSettings, withChanges } from '../src/moderation/guild-settings.ts';
import type { SettingsChanges, SettingsStore } from '../src/moderation/settings-store.ts';
import { settingsChangeText } from '../src/moderation/settings-words.ts';
import { pickedValues, typedInputs } from './veo-setup/answers.ts';

export interface VeoSetupCommandOptions {
  settings: SettingsStore;
  preflight: Preflight;
  clock: Clock;
}

type Change = (before: GuildSettings) => SettingsChanges;

/** `/veo-setup`: a private panel with everything that a server can set. It keeps nothing: every page is made of the database. */
export function createVeoSetupCommand({ settings, preflight, clock }: VeoSetupCommandOptions): Command {
  /** Saves what was picked or typed on a page, and gives the page as it looks then. Refusals change nothing. */
  const save = async (
    { guildId, user }: { guildId: string; user: { id: string } },
    section: Section,
    change: Change,
  ): Promise<PanelParts> => {
    const checked: Change = (before) => {
      const changes = change(before);
      checkSettings(withChanges(before, changes));
      return changes;
    };
    const draft = { actorId: user.id };
    const saved = await settings.change(guildId, checked, draft, settingsChangeText, clock.now());
    if (!saved) return renderSection(section, await settings.of(guildId), 'Nothing has changed.');
    const note = `✅ Saved as case ${saved.case.number}:\n${saved.case.detail ?? ''}`;
    return renderSection(section, saved.after, note);
  };

  return {
    data: {
      name: 'veo-setup',
      type: ApplicationCommandType.ChatInput,
      description: 'For server managers: where, how and for how much videos are made here',
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
      default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    },

    execute: async (interaction) => {
      requireManager(interaction);
      await interaction.reply({
        ...panel(renderOverview(await settings.of(interaction.guildId))),
        flags: MessageFlags.Ephemeral | MessageFlags.IsComponentsV2,
      });
    },

    components: {
      setup: async (interaction) => {
        requireManager(interaction);
        const now = await settings.of(interaction.guildId);
        const section = interaction.isStringSelectMenu()
          ? sectionAt(Number(interaction.values[0]))
          : undefined;
        await interaction.update(panel(section ? renderSection(section, now) : renderOverview(now)));
      },

      'setup-set': async (interaction, number) => {
        requireManager(interaction);
        const menu = findMenu(number);
        if (!menu) throw outdated();
        const picked = pickedValues(interaction);
        const page = await save(interaction, menu.section, (before) => menu.field.change(picked, before));
        await interaction.update(panel(page));
      },

      'setup-edit': async (interaction, index) => {
        requireManager(interaction);
        const now = await settings.of(interaction.guildId);
        await interaction.showModal(sectionForm(sectionAt(index), now));
      },

      'setup-check': async (interaction) => {
        requireManager(interaction);
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        const findings = await preflight.run(interaction.guildId);
        await interaction.editReply({ embeds: [renderCheck(findings)], allowedMentions: { parse: [] } });
      },
    },

    modals: {
      'setup-edit': async (interaction, index) => {
        requireManager(interaction);
        const section = sectionAt(index);
        const page = await save(interaction, section, () => readForm(section, typedInputs(interaction)));
        if (interaction.isFromMessage()) await interaction.update(panel(page));
      },
    },
  };
}

/** @throws ExpectedError for everybody who may not change the server itself; the moderator role is not enough */
function requireManager(
  interaction: Pick<BaseInteraction<'raw' | 'cached'>, 'user' | 'member' | 'memberPermissions'>,
): void {
  if (orderingMember(interaction).managesGuild) return;
  throw new ExpectedError(
    'not-manager',
    'Settings are for members with Manage Server: ask one of them to change what you need.',
  );
}

const panel = (components: PanelParts) => ({
  components,
  flags: MessageFlags.IsComponentsV2 as const,
  allowedMentions: { parse: [] },
});

function sectionAt(index: number): Section {
  const section = SECTIONS[index];
  if (!section) throw outdated();
  return section;
}

const outdated = (): ExpectedError =>
  new ExpectedError('setting', 'This panel is from an older version: open `/veo-setup` anew.');

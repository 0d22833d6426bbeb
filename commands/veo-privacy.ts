import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  AttachmentBuilder,
  type ChatInputCommandInteraction,
  InteractionContextType,
  MessageFlags,
} from 'discord.js';
import type { Command } from '../src/discord/command.ts';
import { memberDataFile } from '../src/discord/member-data-file.ts';
import { createPostedResults, type PostedResultsOptions } from '../src/discord/posted-results.ts';
import { deletionDone, deletionOffer, privacyInfo } from '../src/discord/privacy-view.ts';
import type { ExportStore } from '../src/jobs/export-store.ts';
import type { Clock } from '../src/lib/clock.ts';
import { ExpectedError } from '../src/lib/errors.ts';
import type { PrivacyStore } from '../src/moderation/privacy.ts';
import type { SettingsStore } from '../src/moderation/settings-store.ts';

export interface VeoPrivacyCommandOptions extends PostedResultsOptions {
  privacy: Pick<PrivacyStore, 'kept' | 'purgeMember'>;
  exports: Pick<ExportStore, 'memberData'>;
  settings: Pick<SettingsStore, 'of'>;
  clock: Clock;
  /** Called after texts were deleted: their files are to follow. */
  onDataPurged: () => void;
}

type Interaction = ChatInputCommandInteraction<'raw' | 'cached'>;

/** What the rest of the request takes. */
const HEADROOM_BYTES = 64 * 1_024;
const PRIVATE = { flags: MessageFlags.Ephemeral, allowedMentions: { parse: [] } } as const;

/** `/veo-privacy`: what is kept of a member in this server, to see, to take away, to delete. */
export function createVeoPrivacyCommand(options: VeoPrivacyCommandOptions): Command {
  const { privacy, exports, settings, clock, onDataPurged } = options;
  const posted = createPostedResults(options);

  const info = async (interaction: Interaction): Promise<void> => {
    const { guildId, user } = interaction;
    const kept = await privacy.kept(guildId, user.id);
    await interaction.reply({ ...PRIVATE, content: privacyInfo(kept, await settings.of(guildId)) });
  };

  const takeAway = async (interaction: Interaction): Promise<void> => {
    const { guildId, user, attachmentSizeLimit } = interaction;
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const data = await exports.memberData(guildId, user.id);
    const bytes = memberDataFile({ guildId, userId: user.id }, data, clock.now());
    if (bytes.length > attachmentSizeLimit - HEADROOM_BYTES) {
      throw new ExpectedError(
        'export-too-large',
        'Your data is more than Discord lets me send in one file: ask whoever runs this bot for it.',
      );
    }
    const file = new AttachmentBuilder(bytes, { name: 'my-data.json' });
    const content =
      'Everything that I keep of you in this server, but for the pictures and videos themselves.';
    await interaction.editReply({ content, files: [file] });
  };

  const offerDeletion = async (interaction: Interaction): Promise<void> => {
    const kept = await privacy.kept(interaction.guildId, interaction.user.id);
    await interaction.reply({ ...PRIVATE, ...deletionOffer(kept) });
  };

  return {
    data: {
      name: 'veo-privacy',
      type: ApplicationCommandType.ChatInput,
      description: 'What I keep of you in this server: see it, take it away, delete it',
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
      options: [
        {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'info',
          description: 'What is kept of you here, for how long, and who else gets something',
        },
        {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'export',
          description: 'Get everything that is kept of you here as a file',
        },
        {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'delete',
          description: 'Delete your prompts, pictures and video files here',
        },
      ],
    },

    execute: async (interaction) => {
      switch (interaction.options.getSubcommand()) {
        case 'info':
          return info(interaction);
        case 'export':
          return takeAway(interaction);
        case 'delete':
          return offerDeletion(interaction);
        default:
          throw new ExpectedError('unknown-command', 'I do not know this command any more: reload Discord.');
      }
    },

    components: {
      'privacy-delete': async (interaction) => {
        const { guildId, user } = interaction;
        await interaction.deferUpdate();
        const before = await privacy.kept(guildId, user.id);
        // First: where that breaks off, there is still something to delete, and so the button to do it again.
        await posted.deleteDirect(guildId, user.id);
        const videos = await privacy.purgeMember(guildId, user.id, clock.now());
        onDataPurged();
        await interaction.editReply(deletionDone(videos, before, await privacy.kept(guildId, user.id)));
      },
    },
  };
}

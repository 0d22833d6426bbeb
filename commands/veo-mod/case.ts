import {
  type APIApplicationCommandSubcommandGroupOption,
  ApplicationCommandOptionType,
  MessageFlags,
} from 'discord.js';
import type { CardMessage } from '../../src/discord/card.ts';
import { listedMember, renderCase, renderCasePage } from '../../src/discord/moderation/case-view.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { CaseStore } from '../../src/moderation/case.ts';
import type { SettingsStore } from '../../src/moderation/settings-store.ts';
import { requireModerator } from '../veo-mod.ts';
import type { ModeratorHandler, ModeratorPart } from './group.ts';

export interface CasePartOptions {
  cases: Pick<CaseStore, 'find' | 'list'>;
  store: Pick<JobStore, 'find'>;
  settings: Pick<SettingsStore, 'of'>;
}

const PAGE_SIZE = 10;

const data: APIApplicationCommandSubcommandGroupOption = {
  type: ApplicationCommandOptionType.SubcommandGroup,
  name: 'case',
  description: 'What moderators did',
  options: [
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'list',
      description: 'Show the cases, newest first',
      options: [
        {
          type: ApplicationCommandOptionType.User,
          name: 'user',
          description: 'Only cases about this member',
        },
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'show',
      description: 'Show everything about a case',
      options: [
        {
          type: ApplicationCommandOptionType.Integer,
          name: 'number',
          description: 'Its number',
          required: true,
          min_value: 1,
        },
      ],
    },
  ],
};

/** `/veo-mod case`: the book of cases. */
export function createCasePart({ cases, store, settings }: CasePartOptions): ModeratorPart {
  const page = async (
    guildId: string,
    targetId: string | undefined,
    before: number | undefined,
  ): Promise<CardMessage> => {
    const found = await cases.list(guildId, { targetId, before }, PAGE_SIZE + 1);
    return renderCasePage({
      cases: found.slice(0, PAGE_SIZE),
      targetId,
      hasOlder: found.length > PAGE_SIZE,
      hasNewer: before !== undefined,
    });
  };

  const list: ModeratorHandler = async (interaction, { guildId }) => {
    const targetId = interaction.options.getUser('user')?.id;
    await interaction.reply({
      ...(await page(guildId, targetId, undefined)),
      flags: MessageFlags.Ephemeral,
      allowedMentions: { parse: [] },
    });
  };

  const show: ModeratorHandler = async (interaction, { guildId }) => {
    const number = interaction.options.getInteger('number', true);
    const made = await cases.find(guildId, number);
    if (!made) {
      throw new ExpectedError(
        'no-such-case',
        `There is no case ${number} here. \`/veo-mod case list\` shows them.`,
      );
    }
    const job = made.jobId === undefined ? undefined : await store.find(made.jobId);
    await interaction.reply({
      ...renderCase(made, job),
      flags: MessageFlags.Ephemeral,
      allowedMentions: { parse: [] },
    });
  };

  return {
    data,
    handlers: { list, show },
    components: {
      'case-page': async (interaction, before) => {
        const { guildId } = await requireModerator(settings, interaction);
        const targetId = listedMember(interaction.message.content);
        const shown = await page(guildId, targetId, before === 0 ? undefined : before);
        await interaction.update({ ...shown, allowedMentions: { parse: [] } });
      },
    },
  };
}

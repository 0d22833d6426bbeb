import {
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  AttachmentBuilder,
  MessageFlags,
} from 'discord.js';
import {
  MAX_TOP_USERS,
  outcomeTotals,
  type ServerStatistics,
  totalUnits,
} from '../../src/charts/statistics.ts';
import { renderStatistics } from '../../src/charts/statistics-picture.ts';
import type { Directory } from '../../src/discord/directory.ts';
import { count, plainText, unitsText } from '../../src/discord/text.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { StatisticsStore } from '../../src/moderation/statistics.ts';
import type { Moderator, ModeratorPart } from './group.ts';

export interface StatsPartOptions {
  statistics: StatisticsStore;
  directory: Pick<Directory, 'guild' | 'member'>;
  clock: Clock;
}

const STRETCHES = [7, 30, 90] as const;
const USUAL_DAYS = 30;

const data: APIApplicationCommandSubcommandOption = {
  type: ApplicationCommandOptionType.Subcommand,
  name: 'stats',
  description: 'A picture of videos, spending, outcomes and top members',
  options: [
    {
      type: ApplicationCommandOptionType.Integer,
      name: 'days',
      description: `How many days up to today (default: ${USUAL_DAYS})`,
      choices: STRETCHES.map((days) => ({ name: `${days} days`, value: days })),
    },
    {
      type: ApplicationCommandOptionType.Boolean,
      name: 'public',
      description: 'Post it in this channel for everyone, members’ names and all (default: no)',
    },
  ],
};

/** `/veo-mod stats`: a server's statistics as a picture. */
export function createStatsPart(options: StatsPartOptions): ModeratorPart {
  return {
    data,
    handler: async (interaction, moderator) => {
      const days = STRETCHES.find((known) => known === interaction.options.getInteger('days')) ?? USUAL_DAYS;
      const isPublic = interaction.options.getBoolean('public') ?? false;
      await interaction.deferReply(isPublic ? {} : { flags: MessageFlags.Ephemeral });
      const statistics = await statisticsOf(options, moderator, days);
      const { png, altText } = await renderStatistics(statistics);
      const picture = new AttachmentBuilder(Buffer.from(png), {
        name: `statistics-${days}-days.png`,
        description: altText,
      });
      await interaction.editReply({
        content: headline(statistics),
        files: [picture],
        allowedMentions: { parse: [] },
      });
    },
  };
}

async function statisticsOf(
  { statistics, directory, clock }: StatsPartOptions,
  { guildId, house }: Moderator,
  days: ServerStatistics['days'],
): Promise<ServerStatistics> {
  const { timeZone } = house;
  const { topUsers, spentToday, spentThisMonth, ...figures } = await statistics.figures(
    guildId,
    { days, timeZone, members: MAX_TOP_USERS },
    clock.now(),
  );
  const [guild, ...names] = await Promise.all([
    directory.guild(guildId),
    ...topUsers.map(({ userId }) => nameOf(directory, guildId, userId)),
  ]);
  return {
    ...figures,
    serverName: guild?.name ?? 'This server',
    days,
    timeZone,
    budget: {
      unitsPerDay: house.budgetPerDayUnits,
      unitsPerMonth: house.budgetPerMonthUnits,
      spentToday,
      spentThisMonth,
    },
    topUsers: topUsers.map(({ videos, units }, index) => ({
      name: names[index] ?? `Member ${index + 1}`,
      videos,
      units,
    })),
  };
}

/** Undefined for members who left. A name that cannot be looked up now is not worth the picture: the same. */
const nameOf = (
  directory: StatsPartOptions['directory'],
  guildId: string,
  userId: string,
): Promise<string | undefined> =>
  directory.member(guildId, userId).then(
    (member) => member?.name,
    () => undefined,
  );

function headline({ serverName, days, perDay }: ServerStatistics): string {
  const { delivered } = outcomeTotals(perDay);
  return `**${plainText(serverName)}**, ${days} days up to today: ${count(delivered, 'video')} delivered, ${unitsText(totalUnits(perDay))} spent.`;
}

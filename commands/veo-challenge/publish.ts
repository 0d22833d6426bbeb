import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIButtonComponentWithURL,
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
} from 'discord.js';
import type { Challenge } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { challengeCost } from '../../src/challenges/cost.ts';
import { AT_PUBLICATION, publishedSchedule } from '../../src/challenges/times.ts';
import { renderAnnouncement } from '../../src/discord/challenges/announcement-post.ts';
import { costLines } from '../../src/discord/challenges/panel.ts';
import { PHASE_NAMES } from '../../src/discord/challenges/panel-words.ts';
import { type FreshDirectory, publishFacts } from '../../src/discord/challenges/publish-facts.ts';
import { isSeenByAll, publishHints, publishProblems } from '../../src/discord/challenges/publish-problems.ts';
import { deferPrivately } from '../../src/discord/private-answer.ts';
import { cut, relativeTime } from '../../src/discord/text.ts';
import { wordsFor } from '../../src/discord/words/index.ts';
import type { LearntFacts } from '../../src/jobs/learnt-facts.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import { type Host, requireHost } from './host.ts';
import { goneOn, type HostingOptions, hostsSubcommand, ownChallenge } from './hosting.ts';
import type { ChallengePart } from './part.ts';

export interface PublishOptions extends HostingOptions {
  challenges: Pick<ChallengeStore, 'find' | 'ofGuild' | 'move'>;
  facts: Pick<LearntFacts, 'price'>;
  /** One that asks every time: whoever has mended something tries again at once. */
  freshDirectory: FreshDirectory;
}

type Asked = ChatInputCommandInteraction<'raw' | 'cached'> | MessageComponentInteraction<'raw' | 'cached'>;

/** Discord's limit for a message's text. */
const CONTENT_MAX_LENGTH = 2_000;

/** `/veo-challenge preview` and `publish`, and their buttons on the panel. */
export function createPublish(options: PublishOptions): ChallengePart {
  const { challenges, settings, facts, freshDirectory, clock } = options;

  const preview = async (interaction: Asked, host: Host, challenge: Challenge): Promise<void> => {
    requireDraft(challenge);
    await deferPrivately(interaction);
    const now = clock.now();
    const met = await publishFacts(freshDirectory, host, challenge, now);
    const cost = await challengeCost(facts, host.house, challenge.settings, now);
    const lines = [
      ...placeLines(challenge, isSeenByAll(met)),
      ...publishProblems(met).map((problem) => `❌ ${problem}`),
      ...publishHints(met).map((hint) => `⚠️ ${hint}`),
      ...costLines(challenge, cost),
    ];
    const published = asPublished(challenge, now);
    const words = wordsFor(host.house.language);
    const { embeds, components } = renderAnnouncement(published, { words, entries: 0, voters: 0 });
    await interaction.editReply({
      content: cut(lines.join('\n'), CONTENT_MAX_LENGTH),
      embeds,
      components: disabled(components),
      allowedMentions: { parse: [] },
    });
  };

  const publish = async (interaction: Asked, host: Host, challenge: Challenge): Promise<void> => {
    requireDraft(challenge);
    await deferPrivately(interaction);
    const now = clock.now();
    const met = await publishFacts(freshDirectory, host, challenge, now);
    const problems = publishProblems(met);
    if (problems.length > 0) {
      const text = ['It cannot be published yet:', ...problems.map((problem) => `- ${problem}`)].join('\n');
      throw new ExpectedError('not-publishable', cut(text, CONTENT_MAX_LENGTH));
    }
    const { id, channelId } = challenge;
    const schedule = (present: Challenge['schedule']) => publishedSchedule(present, now);
    const announced = await challenges.move(id, { from: 'draft', to: 'announced', at: now, schedule });
    if (!announced) throw goneOn();
    const opensNow = announced.schedule.opensAt <= now;
    const opened = opensNow
      ? await challenges.move(id, { from: 'announced', to: 'open', at: now })
      : undefined;
    const { phase, schedule: times } = opened ?? announced;
    const next =
      phase === 'open'
        ? `Entries close ${relativeTime(times.entriesUntil)}`
        : `Entries open ${relativeTime(times.opensAt)}`;
    const lines = [
      `✅ Published: ${PHASE_NAMES.draft} → **${PHASE_NAMES[phase]}**. The announcement goes up in <#${channelId}> in a moment. ${next}.`,
      ...publishHints(met).map((hint) => `⚠️ ${hint}`),
    ];
    await interaction.editReply({
      content: cut(lines.join('\n'), CONTENT_MAX_LENGTH),
      allowedMentions: { parse: [] },
    });
  };

  const pressed =
    (deed: typeof preview) =>
    async (interaction: MessageComponentInteraction<'raw' | 'cached'>, id: number): Promise<void> => {
      const host = await requireHost(settings, interaction);
      await deed(interaction, host, await ownChallenge(challenges, host, id));
    };

  return {
    subcommands: [
      hostsSubcommand(
        options,
        {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'preview',
          description: 'For hosts: see a draft as it will be posted, and what stands against it',
        },
        ['draft'],
        (interaction, { host, challenge }) => preview(interaction, host, challenge),
      ),
      hostsSubcommand(
        options,
        {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'publish',
          description: 'For hosts: announce a draft',
        },
        ['draft'],
        (interaction, { host, challenge }) => publish(interaction, host, challenge),
      ),
    ],
    components: { 'challenge-preview': pressed(preview), 'challenge-publish': pressed(publish) },
  };
}

function requireDraft({ phase }: Challenge): void {
  if (phase === 'draft') return;
  throw new ExpectedError('no-draft', 'This challenge is published already: look at its announcement.');
}

/** A draft as it would be if it were published now. */
function asPublished(challenge: Challenge, now: number): Challenge {
  const phase = challenge.schedule.opensAt === AT_PUBLICATION ? 'open' : 'announced';
  return { ...challenge, phase, schedule: publishedSchedule(challenge.schedule, now) };
}

function placeLines({ channelId, settings }: Challenge, isPublic: boolean): string[] {
  const { pingRoleId, thread, scheduledEvent } = settings;
  const ping = pingRoleId === undefined ? '' : `, pinging <@&${pingRoleId}>`;
  return [
    `This is how it will be posted in <#${channelId}>${ping}. Only you see it.`,
    ...(thread ? ['-# With a thread for talk and entries, where the channel allows one.'] : []),
    ...(scheduledEvent && isPublic ? ['-# With an event in the server’s list.'] : []),
  ];
}

type Row = APIActionRowComponent<APIButtonComponentWithCustomId | APIButtonComponentWithURL>;

/** Nothing can be pressed in a preview: there is nothing behind its buttons yet. */
const disabled = (rows: readonly Row[]): Row[] =>
  rows.map((row) => ({
    ...row,
    components: row.components.map((one) => ({ ...one, disabled: true })),
  }));

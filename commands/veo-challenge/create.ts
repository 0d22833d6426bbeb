import {
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { challengeCost } from '../../src/challenges/cost.ts';
import type { Draft } from '../../src/challenges/editable.ts';
import { DEFAULT_CHALLENGE_SETTINGS } from '../../src/challenges/settings.ts';
import {
  AT_PUBLICATION,
  checkTimes,
  parseMoment,
  scheduleOf,
  type Times,
} from '../../src/challenges/times.ts';
import { renderOverview } from '../../src/discord/challenges/panel.ts';
import { renderForm, withTyped } from '../../src/discord/challenges/panel-forms.ts';
import { ANNOUNCEMENT_CHANNELS, TEXT_INPUTS } from '../../src/discord/challenges/panel-text-page.ts';
import { customId } from '../../src/discord/custom-id.ts';
import { requireAllowedTexts } from '../../src/jobs/approval.ts';
import type { LearntFacts } from '../../src/jobs/learnt-facts.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { Random } from '../../src/lib/random.ts';
import { parseDuration } from '../../src/moderation/duration-text.ts';
import type { PromptFilters } from '../../src/moderation/prompt-filters.ts';
import { typedInputs } from '../veo-setup/answers.ts';
import { requireHost } from './host.ts';
import { type HostingOptions, privatePanel } from './hosting.ts';
import type { ChallengePart } from './part.ts';

export interface CreateOptions extends Omit<HostingOptions, 'challenges'> {
  challenges: Pick<ChallengeStore, 'create' | 'ofGuild'>;
  filters: PromptFilters;
  facts: Pick<LearntFacts, 'price'>;
  random: Random;
}

/** What is said with the command waits in the form's custom id for its texts. */
interface Beginning extends Times {
  channelId: string;
}

/** More drafts than a host can overlook. */
const DRAFTS_MAX = 20;
const TIME_MAX_LENGTH = 40;
const DEFAULTS = { opens: 'now', entriesFor: '7d', votingFor: '3d' } as const;

/** `/veo-challenge create`: times and channel as options, then title, theme and rules in a form; then the panel. */
export function createCreate(options: CreateOptions): ChallengePart {
  const { challenges, settings, filters, facts, random, clock } = options;

  const create = async (
    interaction: ModalSubmitInteraction<'raw' | 'cached'>,
    argument: string | undefined,
  ): Promise<void> => {
    const { userId, guildId, house } = await requireHost(settings, interaction);
    const now = clock.now();
    const beginning = beginningIn(argument);
    checkTimes(beginning, now);
    await requireRoom(challenges, guildId);
    const typed = typedInputs(interaction);
    const texts = withTyped(TEXT_INPUTS, typed, emptyDraft(beginning), { timeZone: house.timeZone, now });
    await requireAllowedTexts(filters, guildId, [texts.title, texts.theme, texts.rules]);
    const draft = { ...texts, guildId, hostId: userId, secret: random.token() };
    const challenge = await challenges.create(draft, now);
    const note =
      '✅ The draft is saved; only hosts see it. Set it up with the menu below, look at the preview, then publish it.';
    const cost = await challengeCost(facts, house, challenge.settings, now);
    await interaction.reply(privatePanel(renderOverview(challenge, cost, note)));
  };

  return {
    subcommands: [
      {
        data: {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'create',
          description: 'For hosts: begin a new challenge as a draft',
          options: [
            timeOption(
              'opens',
              'When entries open: now, in 3h, 2026-11-30 18:00 (default: when you publish it)',
            ),
            timeOption('entries_for', 'For how long entries are taken: 7d, 48h (default: 7d)'),
            timeOption('voting_for', 'For how long votes are taken: 3d, 48h (default: 3d)'),
            {
              type: ApplicationCommandOptionType.Channel,
              name: 'channel',
              description: 'Where it is announced: a channel, forum or thread (default: here)',
              channel_types: [...ANNOUNCEMENT_CHANNELS],
            },
          ],
        },
        execute: async (interaction) => {
          const { guildId, house } = await requireHost(settings, interaction);
          const now = clock.now();
          const beginning = beginningOf(interaction, house.timeZone, now);
          checkTimes(beginning, now);
          await requireRoom(challenges, guildId);
          const form = { title: 'New challenge', inputs: TEXT_INPUTS };
          const id = customId('challenge-create', 0, argumentOf(beginning));
          await interaction.showModal(renderForm(form, id, undefined, { timeZone: house.timeZone, now }));
        },
      },
    ],
    modals: { 'challenge-create': (interaction, _, { argument }) => create(interaction, argument) },
  };
}

const timeOption = (name: string, description: string) => ({
  type: ApplicationCommandOptionType.String as const,
  name,
  description,
  max_length: TIME_MAX_LENGTH,
});

function beginningOf(
  { options, channelId }: ChatInputCommandInteraction<'raw' | 'cached'>,
  timeZone: string,
  now: number,
): Beginning {
  const opensAt = parseMoment(options.getString('opens') ?? DEFAULTS.opens, now, timeZone);
  if (opensAt !== AT_PUBLICATION && opensAt <= now) {
    throw new ExpectedError('moment', 'That time is over: choose one that is still to come, or `now`.');
  }
  return {
    opensAt,
    entriesMs: parseDuration(options.getString('entries_for') ?? DEFAULTS.entriesFor),
    votingMs: parseDuration(options.getString('voting_for') ?? DEFAULTS.votingFor),
    channelId: options.getChannel('channel')?.id ?? channelId,
  };
}

const argumentOf = ({ opensAt, entriesMs, votingMs, channelId }: Beginning): string =>
  [opensAt, entriesMs, votingMs, channelId].join('.');

function beginningIn(argument = ''): Beginning {
  const [, opensAt, entriesMs, votingMs, channelId] =
    /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})\.(\d{1,20})$/.exec(argument) ?? [];
  if (channelId === undefined) throw new ExpectedError('form', 'Use `/veo-challenge create` again.');
  return { opensAt: Number(opensAt), entriesMs: Number(entriesMs), votingMs: Number(votingMs), channelId };
}

const emptyDraft = (beginning: Beginning): Draft => ({
  title: '',
  theme: '',
  rules: undefined,
  settings: DEFAULT_CHALLENGE_SETTINGS,
  schedule: scheduleOf(beginning, DEFAULT_CHALLENGE_SETTINGS.reviewHours),
  channelId: beginning.channelId,
});

async function requireRoom(challenges: Pick<ChallengeStore, 'ofGuild'>, guildId: string): Promise<void> {
  const drafts = await challenges.ofGuild(guildId, ['draft'], DRAFTS_MAX);
  if (drafts.length < DRAFTS_MAX) return;
  throw new ExpectedError(
    'too-many-drafts',
    `There are ${DRAFTS_MAX} drafts already: publish one, or cancel one with \`/veo-challenge cancel\`.`,
  );
}

import {
  type APIModalInteractionResponseCallbackData,
  ApplicationCommandOptionType,
  ComponentType,
  MessageFlags,
  TextInputStyle,
} from 'discord.js';
import type { Challenge } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { challengeDetail } from '../../src/challenges/entry-cases.ts';
import { PHASE_NAMES } from '../../src/discord/challenges/panel-words.ts';
import { customId } from '../../src/discord/custom-id.ts';
import { because, fitted } from '../../src/discord/moderation/words.ts';
import { requireAllowedTexts } from '../../src/jobs/approval.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { CaseDraft } from '../../src/moderation/case.ts';
import type { PromptFilters } from '../../src/moderation/prompt-filters.ts';
import { typedInputs } from '../veo-setup/answers.ts';
import { requireHost } from './host.ts';
import { goneOn, type HostingOptions, hostsSubcommand, ownChallenge, UNFINISHED } from './hosting.ts';
import type { ChallengePart } from './part.ts';

export interface CancelOptions extends HostingOptions {
  challenges: Pick<ChallengeStore, 'find' | 'ofGuild' | 'move'>;
  filters: PromptFilters;
}

const REASON_MAX_LENGTH = 300;
const TITLE_MAX_LENGTH = 160;
/** Time may move it on between looking and cancelling, but not so often. */
const TRIES = 3;

/** `/veo-challenge cancel`: asks for the reason and once more whether it is meant, in one form. */
export function createCancel(options: CancelOptions): ChallengePart {
  const { challenges, settings, filters, clock } = options;

  const cancel = async (
    challenge: Challenge,
    actorId: string,
    reason: string | undefined,
  ): Promise<Challenge> => {
    let present: Challenge | undefined = challenge;
    for (let tried = 0; tried < TRIES && present && UNFINISHED.includes(present.phase); tried += 1) {
      requireReason(present, reason);
      const noted = noteOf(present, actorId, reason);
      const move = { from: present.phase, to: 'cancelled', at: clock.now(), reason, noted } as const;
      if (await challenges.move(present.id, move)) return present;
      present = await challenges.find(challenge.id);
    }
    throw goneOn();
  };

  return {
    subcommands: [
      hostsSubcommand(
        options,
        {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'cancel',
          description: 'For hosts: give a challenge up, with a reason; asks once more',
        },
        UNFINISHED,
        async (interaction, { challenge }) => void (await interaction.showModal(question(challenge))),
      ),
    ],

    components: {
      'challenge-cancel-sure': async (interaction, id) => {
        const challenge = await ownChallenge(challenges, await requireHost(settings, interaction), id);
        requireUnfinished(challenge);
        await interaction.showModal(question(challenge));
      },
    },

    modals: {
      'challenge-cancel-sure': async (interaction, id) => {
        const host = await requireHost(settings, interaction);
        const challenge = await ownChallenge(challenges, host, id);
        requireUnfinished(challenge);
        const reason = typedInputs(interaction)[0]?.value.trim() || undefined;
        await requireAllowedTexts(filters, host.guildId, [reason]);
        const before = await cancel(challenge, host.userId, reason);
        const wasSeen = before.phase === 'draft' ? '' : ' Members are told in its channel in a moment.';
        await interaction.reply({
          content: `✅ **${fitted(before.title, TITLE_MAX_LENGTH)}**: ${PHASE_NAMES[before.phase]} → **cancelled**${because(reason)}.${wasSeen}`,
          flags: MessageFlags.Ephemeral,
          allowedMentions: { parse: [] },
        });
      },
    },
  };
}

/** Of a draft, which nobody but hosts has seen, there is nothing to note. */
function noteOf(challenge: Challenge, actorId: string, reason: string | undefined): CaseDraft | undefined {
  if (challenge.phase === 'draft') return undefined;
  const detail = challengeDetail(challenge, `${PHASE_NAMES[challenge.phase]} → cancelled`);
  return { kind: 'challenge-cancel', actorId, reason, detail };
}

/** The form of a draft asks for none, and may be sent when it is a draft no more. */
function requireReason({ phase }: Challenge, reason: string | undefined): void {
  if (phase === 'draft' || reason !== undefined) return;
  throw new ExpectedError(
    'no-reason',
    'It was published meanwhile, so members are told why it is cancelled: use `/veo-challenge cancel` again, and give a reason.',
  );
}

function requireUnfinished({ phase }: Challenge): void {
  if (UNFINISHED.includes(phase)) return;
  throw new ExpectedError(
    'over',
    `This challenge is ${PHASE_NAMES[phase]} already: nothing can be cancelled. \`/veo-challenge list\` shows all.`,
  );
}

function question({ id, title, phase }: Challenge): APIModalInteractionResponseCallbackData {
  const isSecret = phase === 'draft';
  return {
    custom_id: customId('challenge-cancel-sure', id),
    title: 'Cancel this challenge?',
    components: [
      {
        type: ComponentType.TextDisplay,
        content: isSecret
          ? `**${fitted(title, TITLE_MAX_LENGTH)}** is a draft: nobody but hosts knows of it. This cannot be undone.`
          : `**${fitted(title, TITLE_MAX_LENGTH)}** is ${PHASE_NAMES[phase]}. Nobody can enter or vote any more, and nobody wins. This cannot be undone.`,
      },
      {
        type: ComponentType.Label,
        label: 'Reason',
        description: isSecret ? 'Not needed for a draft.' : 'Members are told.',
        component: {
          type: ComponentType.TextInput,
          custom_id: 'reason',
          style: TextInputStyle.Paragraph,
          max_length: REASON_MAX_LENGTH,
          required: !isSecret,
        },
      },
    ],
  };
}

import {
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js';
import { orderingMember } from '../src/discord/asking-member.ts';
import { type CardContext, type CardMessage, cardHash, cardLink, renderCard } from '../src/discord/card.ts';
import type { Place } from '../src/discord/command.ts';
import { confirmMessage } from '../src/discord/confirm-message.ts';
import { missingPermissions } from '../src/discord/permissions.ts';
import { cardNonce, type Poster } from '../src/discord/poster.ts';
import { refusalCode, refusalText } from '../src/discord/refusal-text.ts';
import type { Admission, OrderResult, VideoOrder } from '../src/jobs/admission.ts';
import type { CardStore } from '../src/jobs/card-store.ts';
import { CARD_EDIT_INTERVAL_MS } from '../src/jobs/card-store.ts';
import type { Job } from '../src/jobs/job.ts';
import { cropWarnings, type PictureSizes } from '../src/jobs/picture-crop.ts';
import type { Clock } from '../src/lib/clock.ts';
import { ExpectedError } from '../src/lib/errors.ts';
import { type MeantFor, type OrderForOptions, orderFor } from './veo-challenge/order-for.ts';

export interface OrderingOptions extends OrderForOptions {
  admission: Admission;
  cards: Pick<CardStore, 'posted'>;
  poster: Pick<Poster, 'postCard'>;
  pictureSizes: PictureSizes;
  clock: Clock;
  cardContext: (job: Job) => Promise<CardContext>;
  /** Called after a job was queued or cancelled. */
  onJobsChanged: () => void;
}

export type Pressed =
  | MessageComponentInteraction<'raw' | 'cached'>
  | ModalSubmitInteraction<'raw' | 'cached'>;

/** What an order says besides who asks, and where. */
export type Wish = Pick<VideoOrder, 'settings' | 'pictures' | 'kept' | 'spoiler' | 'origin'> & {
  meantFor?: MeantFor | undefined;
};

/** How orders are made and answered: the same for the command, the buttons and the forms. */
export interface Ordering {
  /** By `/veo`: its answer is the card. */
  byCommand(
    interaction: ChatInputCommandInteraction<'raw' | 'cached'>,
    wish: Wish,
    place: Place,
  ): Promise<void>;
  /**
   * By a button or a form, which must have been deferred: the card is posted, and what there is to say besides is said to
   * whoever pressed.
   * @param place where the video belongs; not always where the button is
   */
  byPress(interaction: Pressed, wish: Wish, place: VideoOrder['place']): Promise<void>;
  /**
   * Posts the card of a video that was ordered a while ago. Whoever keeps the cards may see it wanting meanwhile, and post the
   * same: it is one message.
   */
  postCard(job: Job): Promise<string>;
}

/** In a thread the channel counts that it belongs to. */
export const orderPlace = (
  channelId: string,
  { inThread, parentId, ageRestricted }: Place,
): VideoOrder['place'] => ({ channelId, parentId: inThread ? parentId : undefined, ageRestricted });

/**
 * What must be allowed to the bot where a video is asked for.
 * @throws ExpectedError that names what is missing
 */
export function requirePostingHere(
  { appPermissions }: Pick<Pressed, 'appPermissions'>,
  { inThread }: Pick<Place, 'inThread'>,
): void {
  const missing = missingPermissions(appPermissions, inThread);
  if (missing.length === 0) return;
  throw new ExpectedError(
    'bot-permissions',
    `I could not post the video here: I lack ${missing.join(', ')}. Ask a moderator to allow me that in this channel, or use another one.`,
  );
}

export function createOrdering(options: OrderingOptions): Ordering {
  const { admission, cards, poster, pictureSizes, clock, cardContext, onJobsChanged } = options;

  /** Of pictures that were attached the admission has said it already. */
  const keptCrops = async ({ kept = [], origin }: Wish, { settings }: Job): Promise<string[]> => {
    // The same once more looks as it did.
    if (origin?.derivation === 'again' || origin?.derivation === 'retry') return [];
    const sized = kept.map(async (picture) => ({ ...picture, ...(await pictureSizes.of(picture)) }));
    return cropWarnings(await Promise.all(sized), settings);
  };

  const admit = async (
    interaction: ChatInputCommandInteraction<'raw' | 'cached'> | Pressed,
    { meantFor, ...wish }: Wish,
    place: VideoOrder['place'],
  ): ReturnType<Admission['admit']> => {
    const made = meantFor && (await orderFor(options, interaction, wish, meantFor));
    const result = await admission.admit({
      ...wish,
      ...(made && { settings: made.settings, challengeId: made.challengeId }),
      interactionId: interaction.id,
      guildId: interaction.guildId,
      place,
      member: orderingMember(interaction),
    });
    if (result.kind !== 'admitted') return result;
    const notes = [...(made?.notes ?? []), ...(result.pool === 'used-up' ? [POOL_USED_UP] : [])];
    const crops = await keptCrops(wish, result.job);
    return { ...result, warnings: [...result.warnings, ...crops, ...notes] };
  };

  const noteCard = (job: Job, card: CardMessage, messageId: string) =>
    cards.posted(job.id, { messageId, hash: cardHash(card) }, clock.now() + CARD_EDIT_INTERVAL_MS);

  const postCard = async (job: Job): Promise<string> => {
    const card = renderCard(job, await cardContext(job));
    const messageId = await poster.postCard(job.channelId, card, cardNonce(job));
    await noteCard(job, card, messageId);
    return messageId;
  };

  return {
    postCard,

    byCommand: async (interaction, wish, place) => {
      requirePostingHere(interaction, place);
      const result = await admit(interaction, wish, orderPlace(interaction.channelId, place));
      if (result.kind === 'repeated') throw alreadyOrdered(result.job);
      const { job, warnings, priceUnits } = admitted(result);
      if (needsConfirmation(job)) {
        await interaction.reply({ ...confirmMessage(job, priceUnits), ...PRIVATELY });
      } else {
        try {
          const card = renderCard(job, await cardContext(job));
          await noteCard(job, card, await sendCard(interaction, card));
        } finally {
          // Only now: the card shows the job as it was queued, and the next edit what became of it.
          onJobsChanged();
        }
      }
      if (warnings.length > 0) await interaction.followUp({ content: warnings.join('\n'), ...PRIVATELY });
    },

    byPress: async (interaction, wish, place) => {
      const result = await admit(interaction, wish, place);
      if (result.kind === 'repeated') throw alreadyOrdered(result.job);
      const { job, warnings, priceUnits } = admitted(result);
      if (needsConfirmation(job)) {
        await interaction.followUp({ ...confirmMessage(job, priceUnits), ...PRIVATELY });
      } else {
        let messageId: string;
        try {
          messageId = await postCard(job);
        } catch (cause) {
          throw new ExpectedError('card-unsent', 'Your video is in the queue: its card follows shortly.', {
            cause,
          });
        } finally {
          onJobsChanged();
        }
        if (job.channelId !== interaction.channelId) {
          const link = cardLink({ ...job, cardMessageId: messageId });
          await interaction.followUp({ content: `Ordered: ${link}`, ...PRIVATELY });
        }
      }
      if (warnings.length > 0) await interaction.followUp({ content: warnings.join('\n'), ...PRIVATELY });
    },
  };
}

const POOL_USED_UP =
  'There is no free video of this challenge left for you that covers it: it counts for your own quota.';

const PRIVATELY = { flags: MessageFlags.Ephemeral, allowedMentions: { parse: [] } } as const;

const needsConfirmation = (job: Job): boolean => job.state === 'held' && job.hold === 'confirmation';

/** @throws ExpectedError with the reason and the next step, when it was refused */
export function admitted(result: OrderResult): Extract<OrderResult, { kind: 'admitted' }> {
  if (result.kind === 'admitted') return result;
  throw new ExpectedError(refusalCode(result.refusal), refusalText(result.refusal, result.priceUnits));
}

/** Whether what went wrong came after the order: the video is in the queue all the same. */
export const wasOrdered = (error: unknown): boolean =>
  error instanceof ExpectedError && ['card-unsent', 'already-ordered'].includes(error.code);

const alreadyOrdered = (job: Job): ExpectedError =>
  new ExpectedError(
    'already-ordered',
    `You have just asked for this: it is #${job.id}. For another one press again in a few seconds.`,
  );

/**
 * @returns the id of the message
 * @throws ExpectedError when Discord did not take it: the job is queued all the same, and its card is posted later
 */
async function sendCard(interaction: ChatInputCommandInteraction, card: CardMessage): Promise<string> {
  try {
    const response = await interaction.reply({ ...card, allowedMentions: { parse: [] }, withResponse: true });
    return response.resource?.message?.id ?? (await interaction.fetchReply()).id;
  } catch (cause) {
    // The message may have arrived although the confirmation did not.
    const arrived = await interaction.fetchReply().catch(() => undefined);
    if (arrived) return arrived.id;
    throw new ExpectedError('card-unsent', 'Your video is in the queue: its card follows here shortly.', {
      cause,
    });
  }
}

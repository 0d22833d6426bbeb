import { ApplicationCommandType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import {
  animateForm,
  DRAFTS_MAX,
  type NumberedDraft,
  readDraftId,
  readPrompt,
  readSettings,
} from '../src/discord/around/animate-form.ts';
import type { MessageCommand, Place } from '../src/discord/command.ts';
import { checkedSettings } from '../src/discord/command-options.ts';
import { isVeiled, picturesOf } from '../src/discord/message-pictures.ts';
import { DRAFT_KEPT_MS, type PictureDraft, type PictureDraftStore } from '../src/jobs/picture-drafts.ts';
import type { Clock } from '../src/lib/clock.ts';
import { ExpectedError } from '../src/lib/errors.ts';
import type { GuildSettings } from '../src/moderation/guild-settings.ts';
import { checkPlace } from '../src/moderation/house-rules.ts';
import type { SettingsStore } from '../src/moderation/settings-store.ts';
import { type BeforeFormOptions, requireWelcome } from './around/before-form.ts';
import { isAgeRestricted, type PlaceOptions } from './around/derived-place.ts';
import { deferForm, keepingTyped } from './around/typed-text.ts';
import { type Ordering, orderPlace, type Pressed, requirePostingHere } from './ordering.ts';

export interface AnimateOptions extends BeforeFormOptions {
  ordering: Pick<Ordering, 'byPress'>;
  pictureDrafts: PictureDraftStore;
  settings: Pick<SettingsStore, 'of'>;
  directory: Pick<PlaceOptions['directory'], 'channel'>;
  clock: Clock;
  /** Hosts that pictures may be fetched from. */
  fileHosts: readonly string[];
}

/**
 * **Animate with Veo**, in the menu of a message: a video that begins with a picture of it. Discord tells of the picture only
 * when the menu is used, so it is kept until the form comes back, which carries its number.
 */
export function createAnimateCommand(options: AnimateOptions): MessageCommand {
  const { ordering, pictureDrafts, settings, directory, clock, fileHosts } = options;

  /** @throws ExpectedError where the server wants no pictures or no videos, or the bot could not post */
  const requireAllowed = async (
    used: Parameters<typeof requirePostingHere>[0] & Pick<Pressed, 'guildId' | 'channelId'>,
    place: Place,
  ): Promise<GuildSettings> => {
    requirePostingHere(used, place);
    const house = await settings.of(used.guildId);
    if (used.channelId !== null) {
      const here = orderPlace(used.channelId, place);
      checkPlace(house, { ...here, ageRestricted: await isAgeRestricted(directory, house, here) });
    }
    if (house.picturesAllowed) return house;
    throw new ExpectedError(
      'pictures',
      'This server allows no pictures with videos: ask for one without, with `/veo`.',
    );
  };

  /** Only for whoever opened the form. */
  const findDraft = async (id: number, { guildId, user }: Pressed): Promise<PictureDraft | undefined> => {
    await pictureDrafts.sweep(clock.now() - DRAFT_KEPT_MS);
    const draft = Number.isSafeInteger(id) ? await pictureDrafts.find(id) : undefined;
    return draft?.userId === user.id && draft.guildId === guildId ? draft : undefined;
  };

  return {
    data: {
      name: 'Animate with Veo',
      type: ApplicationCommandType.Message,
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
    },

    execute: async (interaction, place) => {
      const house = await requireAllowed(interaction, place);
      await requireWelcome(options, interaction);
      const { guildId, user, targetMessage } = interaction;
      const [first, ...others] = picturesOf(targetMessage, fileHosts).slice(0, DRAFTS_MAX);
      if (!first) throw new Error('a message without a picture was not refused');
      const keep = async ({ slot: _slot, ...picture }: typeof first): Promise<NumberedDraft> => {
        const id = await pictureDrafts.add({ ...picture, guildId, userId: user.id }, clock.now());
        return { ...picture, id };
      };
      const drafts: [NumberedDraft, ...NumberedDraft[]] = [await keep(first)];
      for (const picture of others) drafts.push(await keep(picture));
      await interaction.showModal(animateForm(drafts, house));
    },

    components: {
      animate: async (interaction, id, { place }) => {
        const house = await requireAllowed(interaction, place);
        await requireWelcome(options, interaction);
        const draft = await findDraft(id, interaction);
        if (!draft) throw expired();
        await interaction.showModal(animateForm([{ ...draft, id }], house));
      },
    },

    modals: {
      animate: async (interaction, formId, { place }) => {
        const { fields, channelId } = interaction;
        const typed = { prompt: readPrompt(fields), negativePrompt: undefined };
        const draftId = readDraftId(fields, formId);
        const draft = await findDraft(draftId, interaction);
        const opener = draft && ({ action: 'animate', jobId: draftId } as const);
        await keepingTyped(interaction, typed, opener, async () => {
          if (!draft) throw expired();
          await requireAllowed(interaction, place);
          if (channelId === null) throw new Error('a form came from no channel');
          const wanted = checkedSettings({ prompt: typed.prompt, ...readSettings(fields) });
          await deferForm(interaction);
          const { guildId: _guild, userId: _user, ...picture } = draft;
          const pictures = [{ ...picture, slot: 'image' as const }];
          const wish = { settings: wanted, pictures, spoiler: isVeiled(picture) };
          await ordering.byPress(interaction, wish, orderPlace(channelId, place));
          // The card says it all. Where there was more to say, that has taken the place of this answer.
          if (!interaction.replied && !interaction.isFromMessage()) await interaction.deleteReply();
        });
      },
    },
  };
}

const expired = (): ExpectedError =>
  new ExpectedError(
    'draft-expired',
    'This form is too old, and I no longer know which picture it was for: use **Animate with Veo** on the message again.',
  );

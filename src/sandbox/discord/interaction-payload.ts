import { InteractionContextType, InteractionType } from 'discord.js';
import { channelJson, partialChannelJson } from './channel-json.ts';
import { actingMemberJson } from './guild-json.ts';
import type { InteractionKind } from './interaction.ts';
import type { InteractionRecord } from './interactions.ts';
import { integrationOwners, messageJson } from './message-json.ts';
import { memberPermissions } from './permissions.ts';
import { userJson } from './user-json.ts';
import type { World } from './world.ts';

const GUILD_LOCALE = 'en-US';
/** What an application may do in a private channel of its own. */
const DM_PERMISSIONS = '2248473465835073';

export const INTERACTION_TYPES: Readonly<Record<InteractionKind, number>> = {
  command: InteractionType.ApplicationCommand,
  component: InteractionType.MessageComponent,
  autocomplete: InteractionType.ApplicationCommandAutocomplete,
  modal: InteractionType.ModalSubmit,
};

/** The INTERACTION_CREATE that the bot gets. */
export function interactionPayload(
  world: World,
  { deed, interaction, uploadLimitBytes }: InteractionRecord,
): Record<string, unknown> {
  const { channel, member, source } = deed;
  return {
    id: interaction.id,
    application_id: world.applicationId,
    type: INTERACTION_TYPES[deed.kind],
    data: deed.data,
    token: interaction.token,
    version: 1,
    locale: deed.locale,
    entitlements: [],
    entitlement_sku_ids: [],
    authorizing_integration_owners: integrationOwners(channel),
    attachment_size_limit: uploadLimitBytes,
    channel_id: channel.id,
    ...(source ? { message: messageJson(world, source) } : {}),
    ...(channel.kind === 'guild' && member
      ? {
          channel: {
            ...partialChannelJson(channel),
            permissions: String(memberPermissions(member)),
            app_permissions: String(channel.botPermissions),
          },
          guild_id: channel.guild.id,
          guild: { id: channel.guild.id, locale: GUILD_LOCALE, features: channel.guild.features },
          guild_locale: GUILD_LOCALE,
          member: actingMemberJson(member),
          app_permissions: String(channel.botPermissions),
          context: InteractionContextType.Guild,
        }
      : {
          channel: channelJson(world, channel),
          user: userJson(deed.user),
          app_permissions: DM_PERMISSIONS,
          context: InteractionContextType.BotDM,
        }),
  };
}

import { ChannelType, PermissionFlagsBits, PermissionsBitField } from 'discord.js';
import { orderingMember } from '../../src/discord/asking-member.ts';
import { channelPermissions, guildPermissions } from '../../src/discord/channel-permissions.ts';
import type { Place } from '../../src/discord/command.ts';
import type { ChannelFacts, Directory, MemberFacts } from '../../src/discord/directory.ts';
import { isThread, missingPermissions } from '../../src/discord/permissions.ts';
import type { Job } from '../../src/jobs/job.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { GuildSettings } from '../../src/moderation/guild-settings.ts';
import { checkPlace, type OrderPlace } from '../../src/moderation/house-rules.ts';
import { orderPlace, type Pressed, requirePostingHere } from '../ordering.ts';

export interface PlaceOptions {
  directory: Pick<Directory, 'guild' | 'member' | 'channel' | 'ownId'>;
}

type Lookup = PlaceOptions['directory'];

/** What a member needs in a channel to ask for a video there. */
const ASKING = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.UseApplicationCommands;

/**
 * Where a video belongs that is made from another one: where the button is. In the gallery, which is for results, and where
 * no video may be asked for it is the other video's channel, if the presser may ask for one there.
 * @throws ExpectedError when neither will do
 */
export async function derivedPlace(
  directory: Lookup,
  interaction: Pressed,
  { job, house }: { job: Job; house: GuildSettings },
  pressedAt: Place,
): Promise<ReturnType<typeof orderPlace>> {
  const here = orderPlace(interaction.channelId ?? job.channelId, pressedAt);
  const parentsPlace = () =>
    job.channelId === here.channelId ? undefined : placeOf(directory, interaction, job, house);
  const { results } = house;
  if (results.kind === 'gallery' && results.channelId === here.channelId) {
    const there = await parentsPlace();
    if (there) return there;
  }
  try {
    requirePostingHere(interaction, pressedAt);
    requireAskingHere(interaction);
    checkPlace(house, { ...here, ageRestricted: await isAgeRestricted(directory, house, here) });
    return here;
  } catch (error) {
    const there = error instanceof ExpectedError ? await parentsPlace() : undefined;
    if (there) return there;
    throw error;
  }
}

/**
 * Buttons can be pressed by everybody who sees them, also by those whom Discord lets use no command there.
 * @throws ExpectedError
 */
function requireAskingHere({ memberPermissions }: Pressed): void {
  if (memberPermissions?.has(ASKING)) return;
  throw new ExpectedError(
    'member-permissions',
    'You may not use commands in this channel, so you cannot ask for a video here: use `/veo` where you may.',
  );
}

/** Whether a place is for adults only, as far as the server's rules depend on it: Discord is asked only where it matters. */
export async function isAgeRestricted(
  directory: Pick<Lookup, 'channel'>,
  { ageRestrictedOnly }: GuildSettings,
  { channelId, parentId, ageRestricted }: ReturnType<typeof orderPlace>,
): Promise<boolean> {
  if (ageRestricted !== undefined || !ageRestrictedOnly) return ageRestricted === true;
  return (await directory.channel(parentId ?? channelId))?.ageRestricted ?? false;
}

/** A video's own channel, where the server wants videos there and both bot and presser may do what it takes. */
async function placeOf(
  directory: Lookup,
  interaction: Pressed,
  { channelId, userId }: Job,
  house: GuildSettings,
): Promise<OrderPlace | undefined> {
  const channel = await directory.channel(channelId);
  if (channel?.guildId !== interaction.guildId) return undefined;
  // Others than its author need not be in it.
  if (channel.type === ChannelType.PrivateThread && userId !== interaction.user.id) return undefined;
  const inThread = isThread(channel.type);
  const root = inThread ? await directory.channel(channel.parentId ?? '') : channel;
  if (!root) return undefined;
  const { ageRestricted } = root;
  const place = { channelId, parentId: inThread ? root.id : undefined, ageRestricted };
  const isOpen = isWanted(house, place) && (await isAllowed(directory, interaction, root, inThread));
  return isOpen ? place : undefined;
}

function isWanted(house: GuildSettings, place: OrderPlace): boolean {
  try {
    checkPlace(house, place);
    return true;
  } catch (error) {
    if (error instanceof ExpectedError) return false;
    throw error;
  }
}

/** @param root the channel, or the one that the thread belongs to */
async function isAllowed(
  directory: Lookup,
  interaction: Pressed,
  root: ChannelFacts,
  inThread: boolean,
): Promise<boolean> {
  const { guildId } = interaction;
  const [guild, own] = await Promise.all([
    directory.guild(guildId),
    directory.ownId().then((id) => directory.member(guildId, id)),
  ]);
  if (!guild || !own) return false;
  const granted = (member: Pick<MemberFacts, 'userId' | 'roleIds'>) =>
    new PermissionsBitField(
      channelPermissions(guildId, guildPermissions(guildId, guild, member), member, root),
    );
  return (
    granted(orderingMember(interaction)).has(ASKING) &&
    missingPermissions(granted(own), inThread).length === 0
  );
}

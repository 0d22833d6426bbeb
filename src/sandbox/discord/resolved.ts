import { channelType, partialChannelJson } from './channel-json.ts';
import { ImpossibleAction } from './errors.ts';
import { actingMemberJson, botMemberJson, roleJson } from './guild-json.ts';
import type { SandboxAttachment, SandboxUpload } from './message.ts';
import { attachmentJson } from './message-json.ts';
import type { SandboxChannel, SandboxGuild, SandboxMember } from './model.ts';
import { botBasePermissions, memberPermissions } from './permissions.ts';
import { guildUploadLimit } from './upload-limit.ts';
import { botJson, userJson } from './user-json.ts';
import type { World } from './world.ts';

type Entries = Record<string, unknown>;

/** The `resolved` part of an interaction: everything that its values name by id, spelt out. */
export interface Resolved {
  /** Anybody that Discord knows, also who is not in the server: ids can be typed into slash options. */
  user(id: string): string;
  /** Who is in the server: menus list nobody else. */
  member(id: string): string;
  role(id: string): string;
  /** A member or a role. */
  mentionable(id: string): string;
  channel(id: string, types?: readonly number[] | null): string;
  /** Uploads the file and gives its id. */
  attachment(upload: SandboxUpload, fileTypes?: readonly string[] | null): Promise<string>;
  /** Only the kinds that occur. */
  json(): { resolved?: Record<string, Entries> };
}

/** What `file_types` groups stand for. Discord looks at the extension alone. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  image: ['.png', '.jpg', '.jpeg', '.gif', '.webp', '.avif', '.heic', '.bmp', '.tiff'],
  video: ['.mp4', '.mov', '.webm', '.mkv', '.avi'],
  audio: ['.mp3', '.wav', '.ogg', '.flac', '.m4a', '.aac'],
};

export function createResolved(world: World, actor: SandboxMember): Resolved {
  const kinds: Record<string, Entries> = {};
  const put = (kind: string, id: string, value: unknown) => {
    kinds[kind] = { ...kinds[kind], [id]: value };
  };
  const { guild } = actor;

  const findRole = (id: string) => guild.roles.find((role) => role.id === id);
  const member = (id: string) => {
    const found = guild.members.find((one) => one.id === id);
    if (!found && id !== world.botUserId) throw new ImpossibleAction(`No member ${id} in ${guild.name}`);
    put('users', id, found ? userJson(found.user) : botJson(world));
    put('members', id, partialMember(found ? actingMemberJson(found) : actingBotJson(world, guild)));
    return id;
  };
  const user = (id: string) => {
    const stranger = guild.members.some((one) => one.id === id) ? undefined : world.users.get(id);
    if (!stranger) return member(id);
    put('users', id, userJson(stranger));
    return id;
  };
  const role = (id: string) => {
    const found = findRole(id);
    if (!found) throw new ImpossibleAction(`No role ${id} in ${guild.name}`);
    put('roles', id, roleJson(world, found));
    return id;
  };

  return {
    user,
    member,
    role,
    mentionable: (id) => (findRole(id) ? role(id) : member(id)),
    channel(id, types) {
      const found = guild.channels.find((one) => one.id === id);
      if (!found) throw new ImpossibleAction(`No channel ${id} in ${guild.name}`);
      if (types?.length && !types.includes(channelType(found))) {
        throw new ImpossibleAction(`Channel ${found.name} is not of the types ${types.join(', ')}`);
      }
      put('channels', id, { ...partialChannelJson(found), ...permissionsOf(actor, found) });
      return id;
    },
    async attachment(upload, fileTypes) {
      checkFileType(upload.name, fileTypes ?? []);
      const limit = Math.max(
        guildUploadLimit(guild, world.defaultUploadLimitBytes),
        actor.nitroUploadLimitBytes ?? 0,
      );
      const attachment = await publishUpload(world, upload, limit);
      put('attachments', attachment.id, { ...attachmentJson(attachment), ephemeral: true });
      return attachment.id;
    },
    json: () => (Object.keys(kinds).length > 0 ? { resolved: kinds } : {}),
  };
}

/**
 * Puts a member's file where it can be fetched.
 * @param channelId of the message that it belongs to
 */
export async function publishUpload(
  world: World,
  { bytes, ...about }: SandboxUpload,
  limit: number,
  channelId?: string,
): Promise<SandboxAttachment> {
  if (bytes.length > limit) {
    throw new ImpossibleAction(`${about.name} has ${bytes.length} bytes; the limit is ${limit}`);
  }
  const file = await world.files.keep(once(bytes), limit);
  return world.cdn.publish({ ...about, filename: about.name, file, channelId });
}

/** Without what stands elsewhere: the user, and what they do in voice channels. */
function partialMember({ user: _user, deaf: _deaf, mute: _mute, ...partial }: Entries): Entries {
  return partial;
}

function actingBotJson(world: World, guild: SandboxGuild): Entries {
  return { ...botMemberJson(world, guild), permissions: String(botBasePermissions(guild)) };
}

function permissionsOf(member: SandboxMember, channel: SandboxChannel): Entries {
  return { permissions: String(memberPermissions(member)), app_permissions: String(channel.botPermissions) };
}

function checkFileType(name: string, fileTypes: readonly string[]): void {
  if (fileTypes.length === 0) return;
  const allowed = fileTypes.flatMap((type) => EXTENSIONS[type] ?? [type]);
  const lower = name.toLowerCase();
  if (allowed.some((extension) => lower.endsWith(extension.toLowerCase()))) return;
  throw new ImpossibleAction(`${name} is not of the types ${fileTypes.join(', ')}`);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

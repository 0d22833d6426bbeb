import { ComponentType } from 'discord.js';
import type { SandboxComponent } from './component-schema.ts';
import type { SandboxAttachment } from './message.ts';
import type { SandboxEmbed } from './message-body.ts';

const COUNTS = { min_values: 1, max_values: 1 };
/** What Discord says of a component where the bot said nothing. */
const DEFAULTS: Readonly<Record<number, Partial<SandboxComponent>>> = {
  [ComponentType.StringSelect]: COUNTS,
  [ComponentType.UserSelect]: COUNTS,
  [ComponentType.RoleSelect]: COUNTS,
  [ComponentType.MentionableSelect]: COUNTS,
  [ComponentType.ChannelSelect]: COUNTS,
  [ComponentType.Thumbnail]: { description: null, spoiler: false },
  [ComponentType.File]: { spoiler: false },
  [ComponentType.Separator]: { divider: true, spacing: 1 },
  [ComponentType.Container]: { accent_color: null, spoiler: false },
};
const REFERENCE = /^attachment:\/\/(.+)$/;

interface Parts {
  embeds: readonly SandboxEmbed[];
  components: readonly SandboxComponent[];
  attachments: readonly SandboxAttachment[];
}

/**
 * A message's parts as Discord gives them back: what they name `attachment://…` has become the file's address, and a file
 * that is shown in this way no longer is among the attachments.
 */
export function shownParts({ embeds, components, attachments }: Parts): Parts {
  const used = new Set<string>();
  const find = (url: unknown): SandboxAttachment | undefined => {
    const name = typeof url === 'string' ? REFERENCE.exec(url)?.[1] : undefined;
    const file = name === undefined ? undefined : attachments.find(({ filename }) => filename === name);
    if (file) used.add(file.id);
    return file;
  };
  const shown = {
    embeds: embeds.map((embed) => embedMedia(embed, find)),
    components: components.map((part) => componentJson(part, find)),
  };
  return { ...shown, attachments: attachments.filter(({ id }) => !used.has(id)) };
}

type Find = (url: unknown) => SandboxAttachment | undefined;

function embedMedia(embed: SandboxEmbed, find: Find): SandboxEmbed {
  const { image, thumbnail, author, footer } = embed;
  return {
    ...embed,
    ...(image ? { image: { ...image, ...embedded(find(image.url)) } } : {}),
    ...(thumbnail ? { thumbnail: { ...thumbnail, ...embedded(find(thumbnail.url)) } } : {}),
    ...(author ? { author: { ...author, ...icon(find(author.icon_url)) } } : {}),
    ...(footer ? { footer: { ...footer, ...icon(find(footer.icon_url)) } } : {}),
  };
}

function componentJson(part: SandboxComponent, find: Find): SandboxComponent {
  const { media, file, items, components, accessory } = part;
  return {
    ...DEFAULTS[part.type],
    ...part,
    ...(media ? { media: { ...media, ...unfurled(find(media.url)) } } : {}),
    ...(file ? fileJson(file, find(file.url)) : {}),
    ...(items
      ? {
          items: items.map((item) => ({
            description: null,
            spoiler: false,
            ...item,
            media: { ...item.media, ...unfurled(find(item.media.url)) },
          })),
        }
      : {}),
    ...(components ? { components: components.map((child) => componentJson(child, find)) } : {}),
    ...(accessory ? { accessory: componentJson(accessory, find) } : {}),
  };
}

function fileJson(file: { url: string }, found: SandboxAttachment | undefined) {
  const about = found ? { name: found.filename, size: found.size } : {};
  return { ...about, file: { ...file, ...unfurled(found) } };
}

function embedded(file: SandboxAttachment | undefined) {
  if (!file) return {};
  const { url, width, height, contentType } = file;
  return { url, proxy_url: url, width, height, content_type: contentType };
}

function unfurled(file: SandboxAttachment | undefined) {
  return file ? { ...embedded(file), attachment_id: file.id } : {};
}

function icon(file: SandboxAttachment | undefined) {
  return file ? { icon_url: file.url, proxy_icon_url: file.url } : {};
}

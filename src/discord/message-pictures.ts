import type { Attachment, Embed, MessageContextMenuCommandInteraction } from 'discord.js';
import { type AttachedPicture, checkPicture, isAllowedHost } from '../jobs/input-pictures.ts';
import { ExpectedError } from '../lib/errors.ts';
import { attachedPicture } from './command-options.ts';

type TargetMessage = Pick<
  MessageContextMenuCommandInteraction['targetMessage'],
  'attachments' | 'embeds' | 'messageSnapshots'
>;

/** A file of this name is shown veiled: Discord's older way, which says so wherever the name goes. */
const SPOILER_MARK = 'SPOILER_';

/**
 * The pictures of a message that a video can begin with, as first frames: what is attached first, then those of embeds; also of
 * what it forwards.
 * @param hosts hosts that pictures may be fetched from
 * @throws ExpectedError when there is none
 */
export function picturesOf(message: TargetMessage, hosts: readonly string[]): AttachedPicture[] {
  const parts = [message, ...message.messageSnapshots.values()];
  const found = [
    ...parts.flatMap(({ attachments }) => [...attachments.values()].map(ofAttachment)),
    ...parts.flatMap(({ embeds }) => embeds.flatMap((embed) => ofEmbed(embed, hosts))),
  ];
  const problems = found.map((picture) => problemOf(picture, hosts));
  const usable = found.filter((_, index) => problems[index] === undefined);
  if (usable.length > 0) return usable;
  const [only, ...others] = problems;
  if (only && others.length === 0 && only.code !== 'picture-type') throw only;
  throw new ExpectedError(
    'no-picture',
    'There is no picture in this message that I can use. Use this on a message with a picture, or attach one to `/veo` as `image`. A video of mine goes on with its button **Continue**.',
  );
}

/** Whether a picture is shown veiled. */
export const isVeiled = ({ fileName }: Pick<AttachedPicture, 'fileName'>): boolean =>
  fileName.startsWith(SPOILER_MARK);

function ofAttachment(file: Attachment): AttachedPicture {
  const picture = attachedPicture('image', file);
  if (!file.spoiler || isVeiled(picture)) return picture;
  return { ...picture, fileName: `${SPOILER_MARK}${picture.fileName}` };
}

/** Discord says neither size nor type of what an embed shows: both are found out when it is fetched. */
function ofEmbed({ image, thumbnail }: Embed, hosts: readonly string[]): AttachedPicture[] {
  return [image, thumbnail].flatMap((media) => {
    if (!media) return [];
    const { url, proxyURL, width, height } = media;
    const reachable = [url, proxyURL].find((link) => link !== undefined && isAllowedHost(link, hosts));
    if (reachable === undefined) return [];
    const fileName = new URL(reachable).pathname.split('/').at(-1) ?? '';
    return [{ slot: 'image', url: reachable, fileName, contentType: undefined, bytes: 0, width, height }];
  });
}

function problemOf(picture: AttachedPicture, hosts: readonly string[]): ExpectedError | undefined {
  try {
    checkPicture(picture, hosts);
    return undefined;
  } catch (error) {
    if (error instanceof ExpectedError) return error;
    throw error;
  }
}

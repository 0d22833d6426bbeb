import { walk } from './component-rules.ts';
import type { SandboxComponent } from './component-schema.ts';
import { contentTypeOf } from './content-type.ts';
import { invalidForm } from './form.ts';
import type { SandboxAttachment } from './message.ts';
import type { WebhookMessage } from './message-body.ts';
import type { MessageOrigin } from './messages.ts';
import type { IncomingFile } from './payload.ts';
import type { World } from './world.ts';

/** Every named attachment must be one of the files that came along, or one that is there already. */
export function checkAttachments(
  body: WebhookMessage,
  files: readonly IncomingFile[],
  present: readonly SandboxAttachment[],
): void {
  const known = new Set([...files.map(({ index }) => index), ...present.map(({ id }) => id)]);
  const faults = (body.attachments ?? []).flatMap(({ id }, index) =>
    known.has(id)
      ? []
      : [
          {
            path: ['attachments', index, 'id'],
            code: 'ATTACHMENT_NOT_FOUND',
            message: `Attachment data for attachment with id ${id} not found`,
          },
        ],
  );
  if (faults.length > 0) throw invalidForm(faults);
}

export function keptAttachments(
  world: World,
  body: WebhookMessage,
  present: readonly SandboxAttachment[],
): readonly SandboxAttachment[] {
  if (!body.attachments) return present;
  return body.attachments.flatMap(({ id, description, is_spoiler }) => {
    const old = present.find((attachment) => attachment.id === id);
    if (!old) return [];
    const changes = {
      description: description === undefined ? old.description : (description ?? undefined),
      isSpoiler: is_spoiler ?? old.isSpoiler,
    };
    return [world.cdn.revise(id, changes)];
  });
}

export function publishFile(
  world: World,
  origin: MessageOrigin,
  ephemeral: boolean,
  body: WebhookMessage,
  incoming: IncomingFile,
): SandboxAttachment {
  const request = body.attachments?.find(({ id }) => id === incoming.index);
  const filename = filenameOf(body, incoming);
  return world.cdn.publish({
    file: incoming.file,
    filename,
    contentType: contentTypeOf(incoming.file.head, filename, incoming.declaredType),
    description: request?.description ?? undefined,
    isSpoiler: request?.is_spoiler ?? undefined,
    channelId: ephemeral ? undefined : origin.channel.id,
  });
}

export function filenameOf(body: WebhookMessage, incoming: IncomingFile): string {
  return body.attachments?.find(({ id }) => id === incoming.index)?.filename ?? incoming.filename;
}

/** Media of the second layout that is named `attachment://…` must be attached. */
export function checkMedia(components: readonly SandboxComponent[], filenames: readonly string[]): void {
  const faults = walk(components).flatMap(({ part, path }) => {
    const urls = [part.media?.url, part.file?.url, ...(part.items ?? []).map(({ media }) => media.url)];
    const missing = urls.some(
      (url) => url?.startsWith('attachment://') && !filenames.includes(url.slice('attachment://'.length)),
    );
    const message = 'The unfurled media item referenced attachment was not found';
    return missing ? [{ path, code: 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', message }] : [];
  });
  if (faults.length > 0) throw invalidForm(faults);
}

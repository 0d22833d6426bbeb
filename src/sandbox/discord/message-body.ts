import { z } from 'zod';
import { component } from './component-schema.ts';
import { fault } from './form.ts';

const EMBEDS_TOTAL_CHARACTERS = 6000;
const snowflake = z.string().regex(/^\d{17,20}$/);
const link = z.string().regex(/^(https?:\/\/\S+|attachment:\/\/\S+)$/i);

const embed = z
  .object({
    title: z.string().max(256).nullish(),
    description: z.string().max(4096).nullish(),
    url: z
      .string()
      .regex(/^https?:\/\/\S+$/i)
      .nullish(),
    color: z.int().min(0).max(0xffffff).nullish(),
    timestamp: z.iso.datetime({ offset: true }).nullish(),
    footer: z.object({ text: z.string().max(2048), icon_url: link.nullish() }).nullish(),
    author: z
      .object({ name: z.string().min(1).max(256), url: z.string().nullish(), icon_url: link.nullish() })
      .nullish(),
    image: z.object({ url: link }).nullish(),
    thumbnail: z.object({ url: link }).nullish(),
    fields: z
      .array(
        z.object({
          name: z.string().min(1).max(256),
          value: z.string().min(1).max(1024),
          inline: z.boolean().nullish(),
        }),
      )
      .max(25)
      .nullish(),
  })
  .superRefine((value, context) => {
    const shows =
      value.title ?? value.description ?? value.author ?? value.footer ?? value.image ?? value.thumbnail;
    if (shows == null && !value.fields?.length) {
      fault(context, ['description'], 'BASE_TYPE_REQUIRED', 'This field is required');
    }
  });

export type SandboxEmbed = z.infer<typeof embed>;

const mentionRules = z
  .object({
    parse: z.array(z.enum(['users', 'roles', 'everyone'])).nullish(),
    users: z.array(snowflake).max(100).nullish(),
    roles: z.array(snowflake).max(100).nullish(),
    replied_user: z.boolean().nullish(),
  })
  .superRefine((value, context) => {
    for (const kind of ['users', 'roles'] as const) {
      if (!value.parse?.includes(kind) || !value[kind]?.length) continue;
      const text = `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`;
      fault(context, [], 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', text);
    }
  });

export type MentionRules = z.infer<typeof mentionRules>;

const attachmentRequest = z.object({
  id: z.union([z.string().regex(/^\d+$/), z.int().min(0)]).transform(String),
  filename: z.string().min(1).max(1024).nullish(),
  description: z.string().max(1024).nullish(),
  is_spoiler: z.boolean().nullish(),
});

const fields = {
  content: z.string().max(2000).nullish(),
  embeds: z.array(embed).max(10).nullish(),
  components: z.array(component).nullish(),
  attachments: z.array(attachmentRequest).nullish(),
  allowed_mentions: mentionRules.nullish(),
  flags: z.int().min(0).nullish(),
};

function checkEmbedsTotal(embeds: readonly SandboxEmbed[], context: z.RefinementCtx): void {
  const total = embeds.reduce((sum, value) => sum + embedCharacters(value), 0);
  if (total <= EMBEDS_TOTAL_CHARACTERS) return;
  const text = `Embed size exceeds maximum size of ${EMBEDS_TOTAL_CHARACTERS}`;
  fault(context, ['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', text);
}

function embedCharacters(value: SandboxEmbed): number {
  const texts = [value.title, value.description, value.footer?.text, value.author?.name];
  const pairs = value.fields?.flatMap(({ name, value: text }) => [name, text]) ?? [];
  return [...texts, ...pairs].reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

function checkWhole(
  value: { embeds?: readonly SandboxEmbed[] | null | undefined },
  context: z.RefinementCtx,
): void {
  checkEmbedsTotal(value.embeds ?? [], context);
}

/** A message as the bot sends it to a webhook or as the answer to an interaction. */
export const webhookMessage = z.object(fields).superRefine(checkWhole);

/** A message as the bot sends it to a channel. */
export const channelMessage = z
  .object({
    ...fields,
    nonce: z.union([z.string().max(25), z.int()]).nullish(),
    enforce_nonce: z.boolean().nullish(),
    message_reference: z
      .object({ message_id: snowflake, fail_if_not_exists: z.boolean().nullish() })
      .nullish(),
  })
  .superRefine(checkWhole);

export type WebhookMessage = z.infer<typeof webhookMessage>;
export type ChannelMessage = z.infer<typeof channelMessage>;

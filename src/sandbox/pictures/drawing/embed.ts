import type { SandboxAttachment } from '../../discord/message.ts';
import type { SandboxEmbed } from '../../discord/message-body.ts';
import { drawImage } from './files.ts';
import { type Html, html } from './html.ts';
import { drawMarkdown } from './markdown.ts';
import type { Names } from './names.ts';
import { clockTime } from './times.ts';

const NO_COLOUR = 0x4e5058;
const HEX = 16;
const HEX_DIGITS = 6;

/** An embed. @throws Error when it shows a picture that does not hang on its message */
export async function drawEmbed(
  embed: SandboxEmbed,
  attachments: readonly SandboxAttachment[],
  names: Names,
): Promise<Html> {
  const { title, description, fields, footer, author, image, timestamp } = embed;
  const bar = `#${(embed.color ?? NO_COLOUR).toString(HEX).padStart(HEX_DIGITS, '0')}`;
  const foot = [footer?.text, timestamp == null ? undefined : clockTime(Date.parse(timestamp))];
  const footText = foot.filter((part) => part !== undefined).join(' · ');
  return html`
    <section class="embed" style="border-color:${bar}">
      ${author ? html`<div class="embed-author">${author.name}</div>` : undefined}
      ${title == null ? undefined : html`<div class="embed-title">${drawMarkdown(title, names)}</div>`}
      ${description == null ? undefined : html`<div class="embed-text">${drawMarkdown(description, names)}</div>`}
      ${fields?.length ? html`<div class="fields">${fields.map((field) => drawField(field, names))}</div>` : undefined}
      ${image ? await drawAttached(image.url, attachments) : undefined}
      ${footText === '' ? undefined : html`<div class="embed-footer">${footText}</div>`}
    </section>`;
}

type Field = NonNullable<SandboxEmbed['fields']>[number];

const drawField = ({ name, value, inline }: Field, names: Names): Html => html`
  <div class="${inline ? 'field' : 'field wide'}">
    <div class="field-name">${drawMarkdown(name, names)}</div>
    <div>${drawMarkdown(value, names)}</div>
  </div>`;

async function drawAttached(url: string, attachments: readonly SandboxAttachment[]): Promise<Html> {
  const filename = url.replace('attachment://', '');
  const file = attachments.find((one) => one.filename === filename);
  if (!file) throw new Error(`The embed shows ${url}, which is not attached`);
  return drawImage(file);
}

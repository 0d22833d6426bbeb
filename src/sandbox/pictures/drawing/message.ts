import type { SandboxMessage } from '../../discord/message.ts';
import { drawComponents } from './components.ts';
import { drawEmbed } from './embed.ts';
import { drawFile, drawLinkedVideos } from './files.ts';
import { type Html, html } from './html.ts';
import { drawMarkdown } from './markdown.ts';
import type { Names } from './names.ts';
import { clockTime } from './times.ts';

/** A command that a message answers: Discord names it above the answer. */
export interface UsedCommand {
  by: string;
  /** "/veo-mod quota show". */
  command: string;
}

const BOT_NAME = 'Clapper';
const AVATAR_COLOURS = ['#3a7d5c', '#8a5a9e', '#b0603a', '#3d6fa5', '#a54a5f', '#6b7a2f'];
const BOT_COLOUR = '#e07a5f';

/** A message as the member sees it whom it is shown to, with everything that hangs on it. */
export async function drawMessage(
  message: SandboxMessage,
  names: Names,
  answers: UsedCommand | undefined,
): Promise<Html> {
  const isBot = message.author === 'bot';
  const author = message.author === 'bot' ? BOT_NAME : message.author.name;
  const embedded = message.embeds.flatMap(({ image }) => image?.url.replace('attachment://', '') ?? []);
  const loose = message.attachments.filter(({ filename }) => !embedded.includes(filename));
  const files = await Promise.all(loose.map(drawFile));
  const embeds = await Promise.all(
    message.embeds.map((embed) => drawEmbed(embed, message.attachments, names)),
  );
  return html`
    <article class="${message.ephemeral ? 'message private' : 'message'}">
      ${answers && drawUsedCommand(answers)}
      ${drawAvatar(author, isBot ? BOT_COLOUR : colourOf(author), 'avatar')}
      <div class="body">
        <header>
          <span class="author">${author}</span>${isBot ? html`<span class="tag">APP</span>` : undefined}
          <time>${clockTime(message.createdAt)}</time>
        </header>
        ${message.content === '' ? undefined : html`<div class="content">${drawMarkdown(message.content, names)}</div>`}
        ${files}
        ${drawLinkedVideos(message.content)}
        ${embeds}
        ${drawComponents(message.components, names)}
        ${message.ephemeral ? html`<footer>Only you can see this · <a>Dismiss message</a></footer>` : undefined}
      </div>
    </article>`;
}

function drawUsedCommand({ by, command }: UsedCommand): Html {
  return html`
    <div class="used">
      <span class="spine"></span>${drawAvatar(by, colourOf(by), 'avatar small')}
      <span><b>${by}</b> used <span class="command">${command}</span></span>
    </div>`;
}

/** Nobody's picture: the initial of a name on a colour. */
const drawAvatar = (name: string, colour: string, classes: string): Html =>
  html`<span class="${classes}" style="background:${colour}">${name.slice(0, 1)}</span>`;

function colourOf(name: string): string {
  const sum = [...name].reduce((all, sign) => all * 31 + (sign.codePointAt(0) ?? 0), 7);
  return AVATAR_COLOURS[sum % AVATAR_COLOURS.length] ?? BOT_COLOUR;
}

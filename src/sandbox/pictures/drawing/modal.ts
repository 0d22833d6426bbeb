import { ComponentType, TextInputStyle } from 'discord.js';
import type { ModalInput, ModalPart, SandboxModal } from '../../discord/modal-schema.ts';
import { drawMenu } from './components.ts';
import { type Html, html } from './html.ts';
import { drawMarkdown } from './markdown.ts';
import type { Names } from './names.ts';

/** A form that the bot has opened, as it looks before anybody types. */
export const drawModal = (modal: SandboxModal, names: Names): Html => html`
  <section class="modal">
    <h1>${modal.title}</h1>
    ${modal.components.map((part) => drawPart(part, names))}
    <div class="row end"><span class="button secondary">Cancel</span><span class="button primary">Submit</span></div>
  </section>`;

function drawPart(part: ModalPart, names: Names): Html {
  switch (part.type) {
    case ComponentType.TextDisplay:
      return html`<div class="content">${drawMarkdown(part.content, names)}</div>`;
    case ComponentType.ActionRow: {
      const [input] = part.components;
      return drawLabelled(input.label, undefined, input, names);
    }
    case ComponentType.Label:
      return drawLabelled(part.label, part.description ?? undefined, part.component, names);
  }
}

function drawLabelled(label: string, description: string | undefined, input: ModalInput, names: Names): Html {
  const isNeeded = 'required' in input ? input.required !== false : true;
  return html`
    <div class="question">
      <b>${label}${isNeeded ? html` <em>*</em>` : undefined}</b>
      ${description === undefined ? undefined : html`<small>${description}</small>`}
      ${drawInput(input, names)}
    </div>`;
}

function drawInput(input: ModalInput, names: Names): Html {
  switch (input.type) {
    case ComponentType.TextInput: {
      const size = input.style === TextInputStyle.Paragraph ? 'input tall' : 'input';
      const empty = html`<span class="placeholder">${input.placeholder ?? ''}</span>`;
      return html`<div class="${size}">${input.value ? html`${input.value}` : empty}</div>`;
    }
    case ComponentType.StringSelect:
    case ComponentType.UserSelect:
    case ComponentType.RoleSelect:
    case ComponentType.MentionableSelect:
    case ComponentType.ChannelSelect:
      return drawMenu(input, names);
    case ComponentType.RadioGroup:
      return html`<div class="choices">${input.options.map(drawChoice)}</div>`;
    case ComponentType.CheckboxGroup:
      return html`<div class="choices boxes">${input.options.map(drawChoice)}</div>`;
    case ComponentType.FileUpload:
      return html`<div class="upload"><a>Browse</a> or drop files here</div>`;
    default:
      throw new Error(`Pictures cannot show ${ComponentType[input.type]} in a form yet`);
  }
}

const drawChoice = ({
  label,
  default: isChosen,
}: {
  label: string;
  default?: boolean | null | undefined;
}): Html => html`<span class="${isChosen ? 'choice chosen' : 'choice'}"><i></i>${label}</span>`;

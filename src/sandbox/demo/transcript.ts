import type { SandboxEvent } from '../discord/events.ts';
import type { SandboxMessage } from '../discord/message.ts';

/** Prints what happens in the sandbox's Discord as people there would see it. */
export function createTranscript(print: (line: string) => void): (event: SandboxEvent) => void {
  const startedAt = Date.now();
  const names = new Map<string, string>();
  const named = (text: string) => text.replace(/<@(\d+)>/g, (mention, id) => `@${names.get(id) ?? mention}`);
  const say = (who: string, text: string) => {
    const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1).padStart(5);
    const [first = '', ...rest] = named(text)
      .split('\n')
      .filter((line) => line.trim() !== '');
    print(`${seconds} s  ${who.padEnd(16)} ${first}`);
    for (const line of rest) print(`${' '.repeat(25)}${line}`);
  };

  return (event) => {
    switch (event.type) {
      case 'bot-connected':
        return say('Discord', event.resumed ? 'Clapper is back' : 'Clapper is online');
      case 'commands-registered':
        return say('Discord', `commands: ${event.commands.map(commandName).join(', ')}`);
      case 'interaction-created':
        names.set(event.interaction.user.id, event.interaction.user.name);
        return say(event.interaction.user.name, event.interaction.label);
      case 'interaction-failed':
        return say('Discord', `The application did not respond (${event.reason})`);
      case 'message-created':
        if (event.message.author === 'bot') say(nameOf(event.message), readable(event.message));
        return;
      case 'message-edited':
        return say('Clapper (edit)', readable(event.message));
      default:
        return;
    }
  };
}

const nameOf = ({ ephemeral }: SandboxMessage): string => (ephemeral ? 'Clapper (private)' : 'Clapper');

/** A message as plain lines: text, embeds, files, buttons. */
function readable({ content, embeds, attachments, components }: SandboxMessage): string {
  const lines = [
    content,
    ...embeds.map(({ description }) => description ?? ''),
    ...attachments.map(({ filename, size }) => `📎 ${filename} (${(size / 1_024 / 1_024).toFixed(2)} MiB)`),
    ...components.map((row) => buttonLabels(row)),
  ];
  return lines
    .join('\n')
    .replace(/\\([^\w\s])/g, '$1')
    .replace(/<t:(\d+):R>/g, (_, at) => relative(Number(at)));
}

function buttonLabels(row: unknown): string {
  const labels = JSON.stringify(row).matchAll(/"label":"([^"]+)"/g);
  return [...labels].map(([, label]) => `[ ${label} ]`).join(' ');
}

function relative(atSeconds: number): string {
  const seconds = Math.round(Date.now() / 1_000 - atSeconds);
  return seconds >= 0 ? `${seconds} s ago` : `in ${-seconds} s`;
}

/** Commands in the menu of a message have names of several words, and no slash. */
const commandName = ({ name }: { name: string }): string => (name.includes(' ') ? `“${name}”` : `/${name}`);

import type { SandboxMessage } from '../discord/message.ts';
import type { ModalValue, SandboxChannel } from '../discord/model.ts';
import { fillIn, pick, press } from './hands.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** Mia opens the settings panel. */
export async function openPanel(stage: Stage): Promise<SandboxMessage> {
  return stage.answer(await stage.type(stage.people.mia, stage.channels.moderators, '/veo-setup'));
}

/** Mia goes to a section of an open panel, which then shows it. */
export async function openSection(stage: Stage, panel: SandboxMessage, title: string): Promise<void> {
  const { mia } = stage.people;
  await stage.answer(await pick(mia, panel, 'What do you want to change?', [title]));
}

/** Mia types numbers into the form of the section that is open. */
export async function typeNumbers(
  stage: Stage,
  panel: SandboxMessage,
  numbers: Readonly<Record<string, ModalValue>>,
): Promise<void> {
  const { mia } = stage.people;
  await stage.answer(await fillIn(mia, await press(mia, panel, 'Edit numbers'), numbers));
}

/** Mia names the log channel and the moderators' channel. */
export async function nameChannels(stage: Stage): Promise<SandboxMessage> {
  const { log, moderators } = stage.channels;
  const { mia } = stage.people;
  const panel = await openPanel(stage);
  await openSection(stage, panel, 'Moderation');
  await stage.answer(await pick(mia, panel, 'Log channel', [log.id]));
  await stage.answer(await pick(mia, panel, 'Moderators’ channel', [moderators.id]));
  return panel;
}

/** Waits for a message of the bot whose text fits, and gives the newest. */
export const posted = (channel: SandboxChannel, text: RegExp): Promise<SandboxMessage> =>
  until(`${text} in #${channel.name}`, () =>
    channel.messages.findLast(({ author, content, embeds }) => {
      const whole = [content, ...embeds.map(({ description }) => description ?? '')].join('\n');
      return author === 'bot' && text.test(whole);
    }),
  );

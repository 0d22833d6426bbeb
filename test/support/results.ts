import { join } from 'node:path';
import { createPoster } from '../../src/discord/poster.ts';
import { renderResult } from '../../src/discord/result-message.ts';
import { english } from '../../src/discord/words/english.ts';
import type { SandboxInteraction } from '../../src/sandbox/discord/interaction.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxChannel, SandboxMember } from '../../src/sandbox/discord/model.ts';
import { createResultCopyStore } from '../../src/store/result-copies.ts';
import { idOf, jobsOf } from './looking.ts';
import { databaseOf, settled } from './moderating.ts';
import { restClientsOf } from './rest-clients.ts';
import type { World } from './world.ts';

/** Posts a video once more in the bot's name, past the bot, as a file or as a link, and notes the copy. */
export async function postCopy(
  world: World,
  channel: SandboxChannel,
  way: 'file' | 'link' = 'file',
  jobId = 1,
): Promise<SandboxMessage> {
  const { discord, clock, dataDir } = world;
  const job = await jobsOf(world).find(jobId);
  if (!job?.video) throw new Error(`there is no video ${jobId}`);
  const poster = createPoster({ ...restClientsOf(discord), clock });
  const message = renderResult(job, { kind: 'file' }, clock.now(), english);
  const path = join(dataDir, job.video.path);
  const messageId = await poster.postResult(channel.id, message, {
    nonce: `copy-${channel.id}`,
    ...(way === 'file'
      ? { video: { path, fileName: 'a.mp4', altText: 'A boat', spoiler: job.spoiler } }
      : {}),
  });
  const byId = world.ada.id;
  const copy = { messageId, jobId, channelId: channel.id, byId, postedAt: clock.now() };
  await createResultCopyStore(databaseOf(world)).add(copy);
  const posted = channel.messages.find(({ id }) => id === messageId);
  if (!posted) throw new Error('nothing was posted');
  return posted;
}

/** Presses a button and gives what the presser sees of it in the end: an answer, or the message itself once it was changed. */
export const pressed = (
  world: Pick<World, 'until'>,
  message: SandboxMessage,
  action: string,
  by: SandboxMember,
): Promise<SandboxMessage> => pressedId(world, message, idOf(message, action), by);

/** The same, by the whole custom id. */
export async function pressedId(
  world: Pick<World, 'until'>,
  message: SandboxMessage,
  customId: string,
  by: SandboxMember,
): Promise<SandboxMessage> {
  const edits = message.edits.length;
  return answered(world, await by.press(message, customId), message, edits);
}

/** What became of something that was done with a message, which had been edited so often before. */
export async function answered(
  world: Pick<World, 'until'>,
  interaction: SandboxInteraction,
  message: SandboxMessage,
  edits: number,
): Promise<SandboxMessage> {
  const answer = await interaction.response;
  switch (answer.kind) {
    case 'message':
    case 'update':
      return answer.message;
    case 'deferred':
      return settled(world, interaction);
    case 'deferred-update':
      return world.until(
        `what became of ${interaction.label}`,
        () => interaction.followups[0] ?? (message.edits.length > edits && message),
      );
    case 'choices':
    case 'modal':
      throw new Error(`${interaction.label} was answered with ${answer.kind}`);
  }
}

import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { probeVideo, type VideoFacts } from '../../src/media/probe-video.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { ActiveFault } from '../../src/sandbox/faults.ts';
import type { World } from './world.ts';

/** The posting of a message by the bot. */
export const POST_MESSAGE = { method: 'POST', path: /\/channels\/\d+\/messages$/ };

/** For `startApp`: a bot that can make no smaller copies. */
export const WITHOUT_FFMPEG = { FFMPEG_PATH: '/nonexistent/ffmpeg' };

/** Lets Discord refuse the next messages for their size. */
export const refuseSizes = ({ discord }: World, times: number): ActiveFault =>
  discord.faults.add({
    ...POST_MESSAGE,
    times,
    effect: { kind: 'status', status: 413, body: { message: 'Request entity too large', code: 40005 } },
  });

/** What the bot has uploaded with a message, probed. */
export async function uploadedVideo(
  { dataDir }: World,
  { attachments }: SandboxMessage,
): Promise<VideoFacts & { bytes: number; isSpoiler: boolean; alt: string | undefined }> {
  const [file] = attachments;
  if (!file) throw new Error('there is no file');
  const path = join(dataDir, 'uploaded.mp4');
  await writeFile(path, await file.bytes());
  return { ...(await probeVideo(path)), bytes: file.size, isSpoiler: file.isSpoiler, alt: file.description };
}

/** The smaller copies on the bot's disk, whole or begun. */
export const copiesOf = ({ dataDir }: World): Promise<string[]> =>
  readdir(join(dataDir, 'fitted')).catch(() => []);

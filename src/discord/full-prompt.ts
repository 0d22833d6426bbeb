import { AttachmentBuilder } from 'discord.js';
import type { Job } from '../jobs/job.ts';

/** The prompts in full, as a text file: it shows every character as it was typed and fits any length. */
export function fullPrompt(job: Job): { content: string; files: AttachmentBuilder[] } {
  const { prompt, negativePrompt } = job.settings;
  const text = negativePrompt === undefined ? prompt : `${prompt}\n\nNot to be shown:\n${negativePrompt}`;
  const file = new AttachmentBuilder(Buffer.from(text, 'utf8'), { name: `prompt-${job.id}.txt` });
  return { content: `The whole prompt of video #${job.id}:`, files: [file] };
}

import { AttachmentBuilder } from 'discord.js';
import type { Job } from '../jobs/job.ts';

/** The prompts in full, as a text file: it shows every character as it was typed and fits any length. */
export const fullPrompt = (job: Job): { content: string; files: AttachmentBuilder[] } => ({
  content: `The whole prompt of video #${job.id}:`,
  files: [promptFile(job.settings, `prompt-${job.id}.txt`)],
});

/** The same of what somebody typed. */
export function promptFile(
  { prompt, negativePrompt }: { prompt: string; negativePrompt?: string | undefined },
  name: string,
): AttachmentBuilder {
  const text = negativePrompt === undefined ? prompt : `${prompt}\n\nNot to be shown:\n${negativePrompt}`;
  return new AttachmentBuilder(Buffer.from(text, 'utf8'), { name });
}

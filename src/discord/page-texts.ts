import type { Job } from '../jobs/job.ts';
import type { PageTexts } from '../jobs/public-links.ts';
import { altText, videoFileName } from './result-message.ts';
import { cut, oneLine } from './text.ts';

/** Discord shows 70 bytes of a preview's title. */
const TITLE_MAX_LENGTH = 70;

/** What the page of a video says of it. */
export function pageTexts(job: Job): PageTexts {
  const prompt = oneLine(job.settings.prompt);
  return { title: cut(prompt, TITLE_MAX_LENGTH), prompt, label: altText(job), fileName: videoFileName(job) };
}

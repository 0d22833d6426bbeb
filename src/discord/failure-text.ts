import type { Failure } from '../jobs/job.ts';
import { cut, plainText } from './text.ts';

const DETAIL_MAX_LENGTH = 300;

/** What happened and what to do, in plain words. Always true of it: the quota was given back. */
export function failureText({ code, detail }: Failure): string {
  switch (code) {
    case 'picture-unusable':
      return `A picture could not be used${because(detail)}. Send it again as a JPEG or PNG of less than 20 MB.`;
    case 'request-refused':
      return `Scenario did not accept the request${because(detail)}. Change the settings and try again.`;
    case 'scenario-access':
      return `This bot's Scenario account does not allow this video${because(detail)}. Tell whoever runs the bot.`;
    case 'submit-lost':
      return 'The connection to Scenario broke while the video was being ordered, and no order showed up there. Try again; if it shows up after all, it is posted here.';
    case 'generation-failed':
      return `Making the video failed${because(detail)}. Try again; it may work the next time.`;
    case 'no-output':
      return 'Scenario reported success but made no video, which is how some safety filters answer. Change the prompt a little and try again.';
    case 'generation-timeout':
      return 'Scenario did not finish the video in time. Try again later; if it is finished after all, it is posted here.';
    case 'download-failed':
      return `The video was made, but could not be fetched from Scenario${because(detail)}. Tell whoever runs the bot.`;
    case 'blocked':
      return `The model's safety filter refused it${because(detail)}. Rephrase the prompt and try again; real people, brands and violence are common reasons.`;
    case 'channel-unreachable':
      return 'The video is ready, but it could not be posted: the channel is gone, or I may no longer post there. Ask a moderator to give me access.';
  }
}

/** The other side's words; the sentence around them ends itself. */
const because = (detail: string | undefined): string =>
  detail ? `: “${plainText(cut(detail.replace(/\.\s*$/, ''), DETAIL_MAX_LENGTH))}”` : '';

import { ordinal, unitsText } from '../text.ts';
import { englishChallenge } from './challenge/english.ts';
import { pluralsOf } from './grammar.ts';
import type { Words } from './words.ts';

const plural = pluralsOf('en');

export const english: Words = {
  because: (reason) => `: “${reason}”`,
  units: unitsText,
  summary: {
    pictures: {
      'first frame': (count) => plural(count, { one: 'first frame', other: `${count} first frames` }),
      'last frame': (count) => plural(count, { one: 'last frame', other: `${count} last frames` }),
      'reference picture': (count) =>
        plural(count, { one: 'reference picture', other: `${count} reference pictures` }),
    },
    choices: { 'style reference': 'style reference' },
    flags: { sound: 'sound', 'no sound': 'no sound' },
    numbers: { 'seed ': (value) => `seed ${value}` },
  },
  card: {
    removed: '🗑️ A moderator removed this video.',
    removedByAuthor: '🗑️ Its author deleted this video.',
    delivered: (link) => `✅ Delivered: ${link}`,
    forMember: (member) => `for ${member}`,
    cancel: 'Cancel',
    fullPrompt: 'Full prompt',
    tryAgain: '🔁 Try again',
    editPrompt: '✏️ Edit prompt',
    postNow: '📮 Post it now',
    derived: {
      again: (member, parent) => `🎲 ${member} made ${parent} again`,
      edit: (member, parent) => `✏️ ${member} edited ${parent} into this`,
      continue: (member, parent) => `🎞️ ${member} continued ${parent}`,
      retry: (member, parent) => `🔁 ${member} tried ${parent} again`,
    },
    held: (asked) => `✋ **Waiting for approval** by a moderator · asked ${asked}`,
    heldNote: 'Nothing is charged before that.',
    heldPrompt: 'The prompt is shown here once a moderator has approved it.',
    queued: (where, asked) => `⏳ **Queued** · ${where} · asked ${asked}`,
    place: (position, waiting) => `${ordinal(position)} of ${waiting}`,
    waiting: 'waiting',
    paused: (because) =>
      `⏸️ The moderators have paused this server's queue${because}. Waiting videos keep their places.`,
    pictureWaits:
      '🖼️ A picture cannot be fetched or sent to Scenario at the moment. I keep trying for half an hour; others go first meanwhile.',
    standstill: {
      scenario:
        '⚠️ Scenario does not answer as it should at the moment. Nothing is lost: the video goes on by itself.',
      account:
        '⚠️ Scenario does not accept the bot’s key, or its credits are used up. Nothing is lost: the video goes on once whoever runs the bot has mended that.',
      disk: '⚠️ The bot’s disk is full. Nothing is lost: the video goes on once whoever runs the bot has made room.',
    },
    sending: (since) => `📤 **Sending** to Scenario · since ${since}`,
    checking: (since) => `🔎 **Checking** · since ${since}`,
    checkingNote:
      'Scenario did not answer the order. I am looking whether it arrived; it is not sent a second time.',
    generating: (since) => `🎬 **Generating** · started ${since}`,
    usually: (from, to) => `usually ${from} to ${to}`,
    fetching: (since) => `📥 **Fetching** the video · since ${since}`,
    posting: (since) => `📮 **Posting** the video · since ${since}`,
    fitting: (since) => `🗜️ **Re-encoding** the video so that it fits this server · started ${since}`,
    cancelled: '🚫 **Cancelled** · nothing was charged to your quota.',
    cancelledBecause: (why) => `🚫 **Cancelled** · ${why}`,
    blocked: (why) => `🛡️ **Blocked** · ${why}`,
    failed: (why) => `❌ **Failed** · ${why}`,
    denied: (why) => `⛔ **Not made** · ${why}`,
    undeliverable: (why) => `📭 **Could not be posted** · ${why}`,
    noVideo: 'It ended without a video.',
    nothingCharged: 'Nothing was charged to your quota.',
  },
  result: {
    ready: (owner) => `${owner} your video is ready.`,
    took: (duration) => `took ${duration}`,
    again: '🎲 Again',
    edit: '✏️ Edit',
    continue: '🎞️ Continue',
    more: '⋯ More',
    enter: '🏆 Enter',
    forChallenge: (title) => `Made for the challenge “${title}”`,
    forChallengeNumber: (id) => `Made for challenge #${id}`,
    postedAgain: (member) => `Posted again by ${member}.`,
    refitted: (limit, original) => `Re-encoded to fit ${limit}${original}.`,
    original: (url, until) => `; original: [link](<${url}>)${until === undefined ? '' : `, ${until}`}`,
    noFile: {
      'too-large': 'The file is too large for this server.',
      'no-uploads': 'Discord takes no files in this server for now.',
    },
    watch: 'Watch it here:',
    link: (url, until) => `[Watch or download it](${url}), ${until}.`,
    aboutAWeek: 'for about a week',
    untilMoment: (date, fromNow) => `until ${date} (${fromNow})`,
  },
  failure: {
    'picture-unusable': (because) =>
      `A picture could not be used${because}. Send it again as a JPEG or PNG of less than 20 MB.`,
    'request-refused': (because) =>
      `Scenario did not accept the request${because}. Change the settings and try again.`,
    'scenario-access': (because) =>
      `This bot's Scenario account does not allow this video${because}. Tell whoever runs the bot.`,
    'submit-lost':
      'The connection to Scenario broke while the video was being ordered, and no order showed up there. Try again; if it shows up after all, it is posted here.',
    'generation-failed': (because) =>
      `Making the video failed${because}. Try again; it may work the next time.`,
    'no-output':
      'Scenario reported success but made no video, which is how some safety filters answer. Change the prompt a little and try again.',
    'generation-timeout':
      'Scenario did not finish the video in time. Try again later; if it is finished after all, it is posted here.',
    'download-failed': (because) =>
      `The video was made, but could not be fetched from Scenario${because}. I keep trying for a day and post it here if it can be fetched after all. Tell whoever runs the bot.`,
    blocked: (because) =>
      `The model's safety filter refused it${because}. Rephrase the prompt and try again; real people, brands and violence are common reasons.`,
    'channel-unreachable':
      'The video is ready, but it could not be posted: the channel is gone, or I may no longer post there. Ask a moderator to give me access.',
    'no-link':
      'The video is ready, but too large for this server, and Scenario has no link to it any more. Tell whoever runs the bot.',
    'video-gone':
      'The video was made, but its file is gone, here and at Scenario. Ask for it again with `/veo`.',
    'not-approved': (because) =>
      `A moderator did not approve it${because}. Ask a moderator if you do not know why.`,
    'cancelled-by-moderator': (because) =>
      `A moderator cancelled it${because}. Ask a moderator if you do not know why.`,
    'hold-expired': 'Nobody decided on it in time. Ask for it again with `/veo`.',
  },
  direct: {
    ready: (jobId, link) => `Your video #${jobId} is ready: ${link}`,
    undeliverable: (jobId, channel, cardLink) =>
      `Your video #${jobId} is ready, but I could not post it in ${channel}: the channel is gone, or I may no longer post there. ` +
      `Nothing was charged to your quota. Ask a moderator to give me access. (${cardLink})`,
    entryRefused: (entry, challenge, reason) =>
      `Your **${entry}** in **${challenge}** was refused by a moderator${reason}. As long as entries are open you can enter another video. \`/veo-challenge mine\` shows how yours stand.`,
    entryDisqualified: (entry, challenge, reason) =>
      `Your **${entry}** in **${challenge}** was disqualified${reason}. \`/veo-challenge mine\` shows how your entries stand. If you think this is a mistake, ask a moderator.`,
  },
  challenge: englishChallenge,
};

import { decimalsOf, pluralsOf } from '../grammar.ts';
import type { ChallengeWords } from './challenge-words.ts';

const plural = pluralsOf('en');
const decimal = decimalsOf('en');
const days = (number: number): string => plural(number, { one: 'a day', other: `${number} days` });

export const englishChallenge: ChallengeWords = {
  entry: (number) => `Entry ${number}`,
  by: (member) => `by ${member}`,
  status: {
    announced: (when) => `🗓️ **Announced** · entries open ${when}`,
    open: (moment) => `🟢 **Open for entries** · until ${moment}`,
    review: (moment) => `🔎 **Moderators look at the entries** · at the longest until ${moment}`,
    preparing: '📤 **Voting begins in a moment** · the entries are being put up.',
    voting: (moment) => `🗳️ **Voting is open** · until ${moment}`,
    runOff: (moment) => `🤝 **A run-off decides between the best** · until ${moment}`,
    tallying: '🧮 **Voting is over** · the votes are being counted.',
    closed: '🏁 **Over**',
    cancelled: (because) => `🚫 **Cancelled**${because}.`,
    paused: (because) =>
      `⏸️ **Paused**${because}. Nobody can enter or vote until it goes on, and nobody loses time.`,
  },
  head: {
    theme: 'Theme',
    rules: 'Rules',
    times: 'Times',
    entering: 'Entering',
    voting: 'Voting',
    prizes: 'Prizes',
  },
  times: {
    opens: (moment) => `Entries open: ${moment}`,
    entriesUntil: (moment) => `Entries close: ${moment}`,
    reviewUntil: (moment) => `Review ends: ${moment}`,
    votesUntil: (moment) => `Voting closes: ${moment}`,
  },
  entering: {
    perMember: (entries) =>
      plural(entries, {
        one: 'One entry for each member',
        other: `Up to ${entries} entries for each member`,
      }),
    own: 'Your own video, made here with `/veo` after entries opened',
    swap: 'It can be swapped or withdrawn until entries close',
    allowed: (settings) => `Allowed: ${settings}`,
    noPictures: 'Made of the prompt alone, without pictures',
    words: (words) => `The prompt holds: ${words}`,
    roles: (roles) => `Open to: ${roles}`,
    accountDays: (number) => `To enter or vote, your account is at least ${days(number)} old`,
    memberDays: (number) => `To enter or vote, you have been in this server for at least ${days(number)}`,
    review: 'Moderators look at every entry first',
    pool: (videos) =>
      `🎁 ${plural(videos, { one: 'One free video', other: `${videos} free videos` })} for everyone who enters: \`/veo challenge:\``,
    cooldown: (number) => `Who won in the last ${days(number)} may enter, but wins nothing`,
    anonymous: 'Names are hidden until the end',
  },
  voting: {
    method: {
      'one-pick': 'Everyone picks one entry. Most votes win.',
      ranked: 'Everyone names a first, a second and a third: 3, 2 and 1 points. Most points win.',
      stars: 'Everyone gives entries one to five stars. The best mean wins.',
      approval: 'Everyone picks as many entries as they like. Most votes win.',
    },
    minRatings: (ratings) =>
      `An entry needs at least ${plural(ratings, { one: 'one rating', other: `${ratings} ratings` })} to win.`,
    fewerRatings: 'If none gets that many, the most that any entry gets is enough.',
    ties: {
      order: 'With equal scores more top marks decide, then more voters, then the earlier entry.',
      shared: 'Entries with equal scores share their place.',
      'run-off': 'If the best have equal scores, a second vote decides between them.',
    },
    roles: (roles) => `Open to: ${roles}`,
    fair: 'Votes are private and can be changed until voting closes. Nobody votes for themselves.',
  },
  prize: {
    role: (role) => `the role ${role}`,
    roleFor: (role, number) => `the role ${role} for ${days(number)}`,
    bonus: (videos) => plural(videos, { one: 'one extra video', other: `${videos} extra videos` }),
  },
  count: {
    entries: (number) => plural(number, { one: 'one entry', other: `${number} entries` }),
    voters: (number) =>
      plural(number, { one: 'one member has voted', other: `${number} members have voted` }),
  },
  host: (member) => `run by ${member}`,
  button: {
    how: '🏆 How to enter',
    mine: 'My entries',
    vote: '🗳️ Vote',
    remind: '🔔 Remind me',
    result: '🏁 Result',
  },
  phase: {
    opened: (title, moment) => `🟢 **${title}** is open for entries until ${moment}.`,
    howToEnter: 'Press **🏆 Enter** under a video of yours, or make one with `/veo challenge:`.',
    voting: (title, moment) => `🗳️ Voting on **${title}** has begun. It closes ${moment}.`,
    howToVote: 'Press **🗳️ Vote**: you see the entries one by one, in an order of your own.',
    cancelled: (title, because) => `🚫 **${title}** was cancelled${because}.`,
  },
  reminder: {
    entries: (title, when) => `⏰ Entries for **${title}** close ${when}.`,
    votes: (title, when) => `⏰ Voting on **${title}** closes ${when}.`,
  },
  runOff: (title, entries, moment) =>
    `🤝 **${title}**: ${entries} have equal scores. A second vote decides between them, until ${moment}.`,
  gone: {
    withdrawn: (entry) => `**${entry}** was withdrawn.`,
    disqualified: (entry) => `**${entry}** was disqualified.`,
    video: (entry) => `**${entry}** cannot be shown: its video is gone.`,
  },
  sheet: {
    caption: (title, entries) =>
      `🖼️ **${title}**: ${plural(entries, { one: 'the only entry', other: `all ${entries} entries` })} at a glance.`,
    label: (entries) =>
      plural(entries, {
        one: 'First picture of one entry, with its number:',
        other: `First pictures of ${entries} entries, each with its number:`,
      }),
  },
  podium: {
    heading: (title) => `🏆 ${title}: the result`,
    watch: '▶ watch',
    videoGone: 'its video is gone',
    score: {
      'one-pick': (points) => plural(points, { one: 'one vote', other: `${points} votes` }),
      ranked: (points) => plural(points, { one: 'one point', other: `${points} points` }),
      approval: (points) => plural(points, { one: 'one vote', other: `${points} votes` }),
      stars: (mean, ratings) =>
        `${decimal(mean)} stars from ${plural(ratings, { one: 'one rating', other: `${ratings} ratings` })}`,
    },
    notCounted: 'too few ratings',
    noVotes: 'no votes',
    wins: (prize) => `wins ${prize}`,
    turnout: (ballots) => plural(ballots, { one: 'One member voted.', other: `${ballots} members voted.` }),
    invalid: (ballots) =>
      plural(ballots, {
        one: 'One ballot did not count: its voter has left or does not meet the rules any more.',
        other: `${ballots} ballots did not count: their voters have left or do not meet the rules any more.`,
      }),
    runOff: 'A run-off decided between the best.',
    noEntries: 'Nobody entered, so there is no winner.',
    noWinner: 'No entry got enough votes to win.',
    onlyOne: 'There was one entry only: it wins without a vote.',
    fewerRatings: (needed, enough) =>
      `No entry got ${needed} ratings, so ${plural(enough, { one: 'one was', other: `${enough} were` })} enough.`,
    passedOver: {
      left: (entry) => `${entry} wins nothing: its author has left the server.`,
      blocked: (entry) => `${entry} wins nothing: its author could not take part when votes were counted.`,
      cooldown: (entry) => `${entry} wins nothing: its author won not long ago.`,
      'video-gone': (entry) => `${entry} wins nothing: its video is gone.`,
    },
    label: (title) => `The result of ${title} as bars.`,
  },
};

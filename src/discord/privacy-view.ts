import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { GuildSettings } from '../moderation/guild-settings.ts';
import {
  DELETED_PROMPT,
  DEPARTED_GRACE_DAYS,
  type KeptOfChallenges,
  type KeptOfMember,
} from '../moderation/privacy.ts';
import { customId } from './custom-id.ts';
import { count } from './text.ts';

interface PrivacyMessage {
  content: string;
  components: APIActionRowComponent<APIButtonComponentWithCustomId>[];
}

const NUMBERS_SHOWN = 20;

/** What is kept of a member in a server, for how long, and who else gets something. */
export function privacyInfo(
  kept: KeptOfMember,
  { retentionDays }: Pick<GuildSettings, 'retentionDays'>,
): string {
  const days = retentionDays === undefined ? undefined : count(retentionDays, 'day');
  return [
    '**What I keep of you in this server**',
    `- Your videos (${kept.total} so far): your id, when and where you asked, the settings, what it cost, how it ended.`,
    `- Their prompts, the pictures that you attached and the video files: of ${count(kept.deletable, 'finished video')} at the moment.`,
    '- What they took from your quota, and extra videos and rules that moderators gave you.',
    challengeInfo(kept.challenges),
    '- Blocks and moderators’ decisions about you, and reports that you made. Nobody is shown who made a report.',
    '**For how long**',
    days === undefined
      ? '- Prompts, pictures and video files: until you delete them. This server has set no end.'
      : `- Prompts, pictures and video files: ${days} after the video ended. This server has set that.`,
    '- All the rest: as long as this server uses me.',
    `- Everything is deleted ${DEPARTED_GRACE_DAYS} days after I was removed from this server.`,
    '**Who else gets something**',
    '- Scenario, which makes the videos with Google’s Veo: prompts, pictures and settings, but not who you are.',
    '- Discord, which shows the messages. Of those I delete only direct messages with your videos, when you delete here.',
    '-# `/veo-privacy export` gives you your data, `/veo-privacy delete` deletes prompts and files. For anything else ask whoever runs this bot.',
  ].join('\n');
}

/** Says what a deletion does before it is done. */
export function deletionOffer(kept: KeptOfMember): PrivacyMessage {
  if (kept.deletable === 0 && !hasTraces(kept.challenges)) {
    const content = [
      'There is nothing to delete: no finished video of yours here has prompts or files any more.',
    ];
    return { content: [...content, ...underWayLines(kept)].join('\n'), components: [] };
  }
  return {
    content: [
      `**Delete the prompts and files of ${count(kept.deletable, 'finished video')} of yours in this server?**`,
      '- Gone for good: prompts, negative prompts, the pictures that you attached, and the video files that I keep.',
      `- Kept: that there was a video, its settings, and what it cost. Its prompt becomes “${DELETED_PROMPT}”.`,
      ...challengeLines(kept.challenges),
      '- Gone as well: direct messages with your videos, whoever had them sent.',
      '- Not touched: messages in channels. Delete posted videos there, or ask a moderator to.',
      '- Not touched: what Scenario has. Ask whoever runs this bot.',
      ...underWayLines(kept),
    ].join('\n'),
    components: [
      {
        type: ComponentType.ActionRow,
        components: [
          {
            type: ComponentType.Button,
            custom_id: customId('privacy-delete'),
            label: 'Delete them',
            style: ButtonStyle.Danger,
          },
        ],
      },
    ],
  };
}

/** Says what was deleted. @param before what was kept @param after what is kept now */
export function deletionDone(videos: number, before: KeptOfMember, after: KeptOfMember): PrivacyMessage {
  const done = [
    ...(videos === 0
      ? []
      : [
          `Deleted the prompts of ${count(videos, 'video')}. Their files go within minutes; one that cannot be deleted is tried again every day.`,
        ]),
    ...(hasTraces(before.challenges)
      ? [
          'Your entries are out of challenges that go on, and your name is off your votes in those that are over.',
        ]
      : []),
  ];
  return {
    content: [
      ...(done.length === 0 ? ['There was nothing left to delete.'] : done),
      'Messages in channels stay until you or a moderator delete them.',
      ...underWayLines(after),
    ].join('\n'),
    components: [],
  };
}

/** One line: the whole text has to fit a message. */
const challengeInfo = ({ entries, votes, hosted }: KeptOfChallenges): string =>
  `- Of challenges: ${entryCount(entries)} and ${count(votes, 'vote')}, with reminders and prizes. Deletion takes your entries out of those that go on, and your name off votes in those that are over; votes in one that goes on keep it until you delete again after its end. That you entered, and your place, stays.${hosted === 0 ? '' : ` So do the ${hosted} challenges and series that you began as a host: they are the server’s.`}`;

const entryCount = (entries: number): string => (entries === 1 ? '1 entry' : `${entries} entries`);

/** Whether a deletion changes anything in challenges. */
const hasTraces = ({ runningEntries, votesOver, remindersOver }: KeptOfChallenges): boolean =>
  runningEntries + votesOver + remindersOver > 0;

const challengeLines = (challenges: KeptOfChallenges): string[] =>
  hasTraces(challenges)
    ? [
        `- Challenges: ${entryCount(challenges.runningEntries)} taken out of those that go on, your name taken off ${count(challenges.votesOver, 'vote')} in those that are over.`,
      ]
    : [];

function underWayLines({ underWay }: KeptOfMember): string[] {
  if (underWay.length === 0) return [];
  const shown = underWay.slice(0, NUMBERS_SHOWN).map((id) => `#${id}`);
  const rest = underWay.length > shown.length ? ` and ${underWay.length - shown.length} more` : '';
  return [
    `Still waiting or in the making, and left alone: ${shown.join(', ')}${rest}. Use \`/veo-privacy delete\` again once they ended.`,
  ];
}

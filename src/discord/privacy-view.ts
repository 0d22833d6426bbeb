import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { GuildSettings } from '../moderation/guild-settings.ts';
import { DELETED_PROMPT, DEPARTED_GRACE_DAYS, type KeptVideos } from '../moderation/privacy.ts';
import { customId } from './custom-id.ts';
import { count } from './text.ts';

interface PrivacyMessage {
  content: string;
  components: APIActionRowComponent<APIButtonComponentWithCustomId>[];
}

const NUMBERS_SHOWN = 20;

/** What is kept of a member in a server, for how long, and who else gets something. */
export function privacyInfo(
  kept: KeptVideos,
  { retentionDays }: Pick<GuildSettings, 'retentionDays'>,
): string {
  const days = retentionDays === undefined ? undefined : count(retentionDays, 'day');
  return [
    '**What I keep of you in this server**',
    `- Your videos (${kept.total} so far): your id, when and where you asked, the settings, what it cost, how it ended.`,
    `- Their prompts, the pictures that you attached and the video files: of ${count(kept.deletable, 'finished video')} at the moment.`,
    '- What they took from your quota, and extra videos and rules that moderators gave you.',
    '- Blocks and moderators’ decisions about you, and reports that you made. Nobody is shown who made a report.',
    '**For how long**',
    days === undefined
      ? '- Prompts, pictures and video files: until you delete them. This server has set no end.'
      : `- Prompts, pictures and video files: ${days} after the video ended. This server has set that.`,
    '- All the rest: as long as this server uses me.',
    `- Everything is deleted ${DEPARTED_GRACE_DAYS} days after I was removed from this server.`,
    '**Who else gets something**',
    '- Scenario, which makes the videos with Google’s Veo: prompts, pictures and settings, but not who you are.',
    '- Discord, which shows the messages. I do not delete those.',
    '-# `/veo-privacy export` gives you your data, `/veo-privacy delete` deletes prompts and files. For anything else ask whoever runs this bot.',
  ].join('\n');
}

/** Says what a deletion does before it is done. */
export function deletionOffer(kept: KeptVideos): PrivacyMessage {
  if (kept.deletable === 0) {
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
      '- Not touched: messages in Discord. Delete posted videos there, or ask a moderator to.',
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

/** Says what was deleted. @param after what is kept now */
export function deletionDone(videos: number, after: KeptVideos): PrivacyMessage {
  const done =
    videos === 0
      ? 'There was nothing left to delete.'
      : `Deleted the prompts of ${count(videos, 'video')}. Their files go within minutes; one that cannot be deleted is tried again every day.`;
  return {
    content: [
      done,
      'Messages in Discord stay until you or a moderator delete them.',
      ...underWayLines(after),
    ].join('\n'),
    components: [],
  };
}

function underWayLines({ underWay }: KeptVideos): string[] {
  if (underWay.length === 0) return [];
  const shown = underWay.slice(0, NUMBERS_SHOWN).map((id) => `#${id}`);
  const rest = underWay.length > shown.length ? ` and ${underWay.length - shown.length} more` : '';
  return [
    `Still waiting or in the making, and left alone: ${shown.join(', ')}${rest}. Use \`/veo-privacy delete\` again once they ended.`,
  ];
}

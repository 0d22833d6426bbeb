import { continueForm, readContinued, readTexts } from '../../src/discord/around/video-form.ts';
import type { Answers } from '../../src/discord/command.ts';
import { checkedSettings } from '../../src/discord/command-options.ts';
import type { FrameSource } from '../../src/jobs/frames.ts';
import type { JobState } from '../../src/jobs/states.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { GuildSettings } from '../../src/moderation/guild-settings.ts';
import type { GivenSettings } from '../../src/veo/settings.ts';
import type { Pressed } from '../ordering.ts';
import { requireRoom, requireWelcome } from './before-form.ts';
import {
  type DerivedOptions,
  orderFrom,
  type Parent,
  requireParent,
  requireParentOfForm,
  settingsOf,
} from './derived.ts';
import { deferForm, keepingTyped } from './typed-text.ts';
import { unlessItTakes } from './unless-it-takes.ts';

export interface ContinueOptions extends DerivedOptions {
  frames: FrameSource;
  clock: Clock;
}

/** Discord waits three seconds for a form, and what else is looked up comes before it. */
const FRAME_CHECK_MS = 1_000;

/** States in which there is a video. Its message may be there a moment before it counts as delivered. */
const MADE: readonly JobState[] = ['delivering', 'fitting', 'delivered', 'undeliverable'];

/** The button **Continue**, and its form: another video that begins with the last frame. */
export function createContinue(options: ContinueOptions): Answers {
  return {
    components: {
      continue: async (interaction, jobId, { place }) => {
        const parent = await requireParentOfForm(options, interaction, jobId, place);
        checkContinuable(parent);
        // What takes longer goes on by itself, and shows when the form comes back.
        await unlessItTakes(FRAME_CHECK_MS, options.clock, options.frames.check(parent.job));
        await interaction.showModal(continueForm(parent.job, parent.house));
      },
    },
    modals: {
      continue: async (interaction, jobId, { place }) => {
        const typed = readTexts(interaction.fields);
        await keepingTyped(interaction, typed, { action: 'continue', jobId }, async () => {
          const parent = await requireParent(options, interaction, jobId);
          checkContinuable(parent);
          const { job, house } = parent;
          const settings = checkedSettings({
            ...lookOf(settingsOf(job), house),
            ...typed,
            ...readContinued(interaction.fields, house),
          });
          await deferForm(interaction);
          await requireVideo(options, interaction, parent, settings);
          const frame = { ...(await options.frames.lastFrameOf(job)), slot: 'image' } as const;
          const wish = { settings, pictures: [], kept: [frame] };
          await orderFrom(options, interaction, parent, place, 'continue', wish);
        });
      },
    },
  };
}

/**
 * Taking a frame may fetch the video, keeps a processor busy and leaves a file: whoever gets no video has none taken. A
 * challenge may pay for it; what is left of that the order finds out.
 * @throws ExpectedError
 */
const requireVideo = (
  options: ContinueOptions,
  interaction: Pressed,
  { job }: Parent,
  settings: GivenSettings,
): Promise<void> =>
  job.challengeId === undefined
    ? requireRoom(options, interaction, { settings, slots: ['image'] })
    : requireWelcome(options, interaction);

/** @throws ExpectedError */
function checkContinuable({ job, house }: Parent): void {
  if (!house.picturesAllowed) {
    throw new ExpectedError(
      'pictures',
      'This server allows no pictures with videos, so a video cannot begin with the last frame of another: use `/veo` without one.',
    );
  }
  if (MADE.includes(job.state)) return;
  throw new ExpectedError(
    'no-video',
    'There is no video here that could be continued: wait until it is made, or use `/veo`.',
  );
}

/** What a continuation shares with the video before it. A size that the server allows no longer gives way. */
const lookOf = (
  { resolution, aspectRatio, generateAudio, duration }: GivenSettings,
  { resolutions }: GuildSettings,
) => ({
  aspectRatio,
  duration,
  generateAudio,
  resolution:
    resolution && (resolutions.length === 0 || resolutions.includes(resolution)) ? resolution : undefined,
});

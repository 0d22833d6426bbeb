import { orderingMember } from '../../src/discord/asking-member.ts';
import type { Place } from '../../src/discord/command.ts';
import { isModerator } from '../../src/jobs/asking-member.ts';
import type { Derivation, Job } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { GuildSettings } from '../../src/moderation/guild-settings.ts';
import type { SettingsStore } from '../../src/moderation/settings-store.ts';
import type { GivenSettings } from '../../src/veo/settings.ts';
import type { Ordering, Pressed, Wish } from '../ordering.ts';
import { type BeforeFormOptions, requireWelcome } from './before-form.ts';
import { derivedPlace, type PlaceOptions } from './derived-place.ts';

export interface DerivedOptions extends PlaceOptions, BeforeFormOptions {
  ordering: Pick<Ordering, 'byPress'>;
  store: Pick<JobStore, 'find'>;
  settings: Pick<SettingsStore, 'of'>;
}

/** A video that another one is to be made from, and its server's rules now. */
export interface Parent {
  job: Job;
  house: GuildSettings;
}

/**
 * The video that a button or a form belongs to.
 * @throws ExpectedError when there is none to be made from it, or not by whoever pressed
 */
export async function requireParent(
  { store, settings }: Pick<DerivedOptions, 'store' | 'settings'>,
  interaction: Pressed,
  jobId: number,
): Promise<Parent> {
  const job = await store.find(jobId);
  if (job?.guildId !== interaction.guildId) {
    throw new ExpectedError(
      'no-such-job',
      'I do not know this video any more: ask for a new one with `/veo`.',
    );
  }
  const house = await settings.of(job.guildId);
  checkRemixer(interaction, job, house);
  checkUsable(job);
  return { job, house };
}

/**
 * The same before a form opens, with whatever else is certain already: that whoever pressed gets no video now, or not here.
 * @throws ExpectedError
 */
export async function requireParentOfForm(
  options: Omit<DerivedOptions, 'ordering'>,
  interaction: Pressed,
  jobId: number,
  pressedAt: Place,
): Promise<Parent> {
  const parent = await requireParent(options, interaction, jobId);
  await requireWelcome(options, interaction);
  await derivedPlace(options.directory, interaction, parent, pressedAt);
  return parent;
}

function checkRemixer(interaction: Pressed, { userId, state }: Job, house: GuildSettings): void {
  const isOwn = userId === interaction.user.id;
  // Whoever got no video out of it makes nothing of somebody else's.
  if (isOwn && (state === 'failed' || state === 'blocked')) return;
  if (isModerator(orderingMember(interaction), house)) return;
  switch (house.remixBy) {
    case 'everyone':
      return;
    case 'owner':
      if (isOwn) return;
      throw new ExpectedError(
        'remix-owner',
        'In this server only its author and moderators make another video from one: ask for your own with `/veo`.',
      );
    case 'moderators':
      throw new ExpectedError(
        'remix-moderators',
        'In this server only moderators make another video from one: ask for your own with `/veo`.',
      );
  }
}

function checkUsable({ hold, removedAt, purgedAt }: Job): void {
  if (removedAt !== undefined) {
    throw new ExpectedError('removed', 'This video was removed: ask for another one with `/veo`.');
  }
  if (purgedAt !== undefined) {
    throw new ExpectedError(
      'purged',
      'The prompt of this video was deleted, so I cannot make another one from it: ask for one with `/veo`.',
    );
  }
  if (hold !== undefined) {
    throw new ExpectedError(
      'not-let-go',
      'This video was never let into the queue, so there is none to make from it: ask for one with `/veo`.',
    );
  }
}

/** Everything that a video was made with but the seed: another video gets one of its own. */
export function settingsOf({ settings }: Job): GivenSettings {
  const { seed: _seed, ...others } = settings;
  return others;
}

/** Orders a video from another one, in the name and at the cost of whoever pressed. The press must have been deferred. */
export async function orderFrom(
  { ordering, directory }: DerivedOptions,
  interaction: Pressed,
  parent: Parent,
  pressedAt: Place,
  derivation: Derivation,
  wish: Pick<Wish, 'settings' | 'pictures' | 'kept'>,
): Promise<void> {
  const { id: parentId, spoiler, challengeId } = parent.job;
  const meantFor = challengeId === undefined ? undefined : ({ challengeId, how: 'inherited' } as const);
  await ordering.byPress(
    interaction,
    { ...wish, spoiler, origin: { parentId, derivation }, meantFor },
    await derivedPlace(directory, interaction, parent, pressedAt),
  );
}

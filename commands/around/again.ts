import type { Answers, ComponentHandler } from '../../src/discord/command.ts';
import type { Job } from '../../src/jobs/job.ts';
import { keptPictures } from '../../src/jobs/kept-pictures.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import { type DerivedOptions, orderFrom, requireParent, settingsOf } from './derived.ts';

/** The buttons **Again**, under a video, and **Try again**, under one that could not be made: the same with another seed. */
export function createAgain(options: DerivedOptions): Answers {
  const made =
    (derivation: 'again' | 'retry'): ComponentHandler =>
    async (interaction, jobId, { place }) => {
      const parent = await requireParent(options, interaction, jobId);
      if (derivation === 'retry') checkFailed(parent.job);
      const kept = requirePictures(parent.job);
      await interaction.deferUpdate();
      const wish = { settings: settingsOf(parent.job), pictures: [], kept };
      try {
        await orderFrom(options, interaction, parent, place, derivation, wish);
      } catch (error) {
        throw withWayOut(error);
      }
    };
  return { components: { again: made('again'), retry: made('retry') } };
}

/** A video that was given up may have shown up after all. */
function checkFailed({ state }: Job): void {
  if (state === 'failed' || state === 'blocked') return;
  throw new ExpectedError(
    'not-failed',
    'This video is being made after all, or was: look at its card. For another one use `/veo`.',
  );
}

function requirePictures(job: Job): NonNullable<ReturnType<typeof keptPictures>> {
  const kept = keptPictures(job);
  if (kept) return kept;
  throw new ExpectedError(
    'pictures-gone',
    'I never got all pictures of this video: press ✏️ **Edit prompt** and attach them again.',
  );
}

/** What the server has forbidden since can be changed only in the form. */
function withWayOut(error: unknown): unknown {
  if (!(error instanceof ExpectedError) || !['bounds', 'pictures'].includes(error.code)) return error;
  return new ExpectedError(error.code, `${error.message} ✏️ Edit makes it with other settings.`, {
    cause: error,
  });
}

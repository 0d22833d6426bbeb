import { ComponentType } from 'discord.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { continueForm, editForm } from '../../src/discord/around/video-form.ts';
import { slotsOf } from '../../src/jobs/job.ts';
import { DEFAULT_GUILD_SETTINGS } from '../../src/moderation/guild-settings.ts';
import { modal } from '../../src/sandbox/discord/modal-schema.ts';
import { checkRules } from '../../src/veo/rules.ts';
import { someSettings } from '../moderation/settings-arbitrary.ts';
import { plainSettings, someSlots } from '../veo/arbitrary.ts';
import { aJob, largeJob } from './job.ts';

const someJob = fc
  .record({
    resolution: fc.constantFrom('720p', '1080p'),
    aspectRatio: fc.constantFrom('16:9', '9:16'),
    duration: fc.constantFrom(4, 6, 8),
    generateAudio: fc.boolean(),
    slots: someSlots,
    kept: fc.boolean(),
  })
  .map(({ slots, kept, ...settings }) =>
    aJob({
      settings: plainSettings(settings),
      images: slots.map((slot) => ({
        slot,
        url: '',
        fileName: 'a.png',
        ...(kept ? { storedAs: 'a.png' } : {}),
      })),
    }),
  )
  // Others are never made.
  .filter((job) => checkRules({ settings: job.settings, slots: slotsOf(job) }).refusals.length === 0);

test('whatever a server allows and a video has, Discord takes the forms', () => {
  fc.assert(
    fc.property(someJob, someSettings, (job, house) => {
      for (const form of [editForm(job, house), continueForm(job, house)]) {
        expect(modal.safeParse(form).error).toBeUndefined();
        for (const options of menusOf(form)) {
          expect(options.filter((option) => option.default)).toHaveLength(1);
        }
      }
      const kept = house.picturesAllowed && job.images.every(({ storedAs }) => storedAs !== undefined);
      expect(boxesOf(editForm(job, house))).toEqual(kept ? slotsOf(job) : []);
    }),
  );
});

test('what a video has is chosen beforehand wherever the server allows it', () => {
  fc.assert(
    fc.property(someJob, (job) => {
      const { resolution, aspectRatio, duration, generateAudio } = job.settings;
      const chosen = menusOf(editForm(job, DEFAULT_GUILD_SETTINGS)).map(
        (options) => options.find((option) => option.default)?.value,
      );
      expect(chosen.join(' ')).toBe(`${resolution} ${aspectRatio} ${duration} ${generateAudio}`);
    }),
  );
});

test('the longest texts fit', () => {
  const job = largeJob();
  for (const form of [editForm(job, DEFAULT_GUILD_SETTINGS), continueForm(job, DEFAULT_GUILD_SETTINGS)]) {
    expect(modal.safeParse(form).error).toBeUndefined();
  }
});

const partsOf = ({ components }: ReturnType<typeof editForm>) =>
  components.flatMap((part) => ('component' in part ? [part.component] : []));

/** Those of which one thing is chosen. */
const menusOf = (form: ReturnType<typeof editForm>) =>
  partsOf(form).flatMap((part) =>
    'options' in part && part.type !== ComponentType.CheckboxGroup ? [part.options] : [],
  );

/** What is ticked of those of which any number can be. */
const boxesOf = (form: ReturnType<typeof editForm>) =>
  partsOf(form).flatMap((part) =>
    part.type === ComponentType.CheckboxGroup
      ? part.options.filter((option) => option.default).map(({ value }) => value)
      : [],
  );

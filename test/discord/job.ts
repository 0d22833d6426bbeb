import type { Job } from '../../src/jobs/job.ts';

/** 22 November 2026, noon UTC. */
export const NOW = Date.UTC(2026, 10, 22, 12);

/** Prompts of the greatest length, of the characters that grow most when they are made harmless or are counted oddly. */
export const WORST_PROMPTS: readonly [string, string][] = [
  ['asterisks', '*'.repeat(4_000)],
  ['backslashes', '\\'.repeat(4_000)],
  ['backquotes', '`'.repeat(4_000)],
  ['emoji', '😀'.repeat(2_000)],
  ['emoji between asterisks', '*😀'.repeat(1_333)],
  ['families, each of seven characters', '👨\u200d👩\u200d👧\u200d👦'.repeat(360)],
  ['line breaks', '#\n'.repeat(2_000)],
  ['letters that one cannot see', '\u202e'.repeat(4_000)],
  ['mentions', '<@300000000000000001>'.repeat(190)],
  ['letters', 'x'.repeat(4_000)],
];

/** A waiting job. */
export const aJob = (changes: Partial<Job> = {}): Job => ({
  id: 7,
  guildId: '100000000000000001',
  channelId: '200000000000000001',
  userId: '300000000000000001',
  state: 'queued',
  settings: {
    prompt: 'A paper boat at dusk',
    resolution: '720p',
    aspectRatio: '16:9',
    duration: 8,
    generateAudio: true,
    seed: 7,
  },
  images: [],
  spoiler: false,
  notify: 'ping',
  createdAt: NOW,
  stateSince: NOW,
  attempts: 0,
  fits: 0,
  ...changes,
});

/** The same job with another prompt. */
export const withPrompt = (job: Job, prompt: string): Job => ({
  ...job,
  settings: { ...job.settings, prompt },
});

/** The longest that everything about a job but its prompt may be. */
export const largeJob = (changes: Partial<Job> = {}): Job =>
  aJob({
    id: 999_999_999_999,
    guildId: '9'.repeat(20),
    channelId: '9'.repeat(20),
    userId: '9'.repeat(20),
    settings: {
      prompt: 'x'.repeat(4_000),
      negativePrompt: 'x'.repeat(1_000),
      referenceImagesType: 'STYLE',
      resolution: '1080p',
      aspectRatio: '16:9',
      duration: 8,
      generateAudio: false,
      seed: 4_294_967_295,
    },
    images: (
      ['image', 'last_frame_image', 'reference_image_1', 'reference_image_2', 'reference_image_3'] as const
    ).map((slot) => ({ slot, url: 'https://cdn.discordapp.com/a.png', fileName: 'a.png' })),
    costUnits: 1_234_567.89,
    ...changes,
  });

import { z } from 'zod';

/**
 * Every parameter of `model_veo3-1`, in the order in which Discord shows the options. This table is the only place that
 * lists them: slash options, validation, request body, card and documentation are made from it.
 *
 * Sources: Scenario's model page and API reference for Veo 3.1. Neither names a longest prompt nor a range for the seed;
 * the limits below are Discord's (a prompt must fit a modal's text field) and the range Google gives for Veo's seed.
 */
export const VEO_MODEL_ID = 'model_veo3-1';

/** What a parameter looks like to a person. */
interface Presentation {
  /** The slash option's name. */
  option: string;
  /** At most 100 characters: Discord's limit. */
  description: string;
}

const PROMPT_MAX_LENGTH = 4_000;
const NEGATIVE_PROMPT_MAX_LENGTH = 1_000;
const SEED_MAX = 4_294_967_295;

export const VEO_PARAMETERS = {
  prompt: text({
    option: 'prompt',
    description: 'What the video shows: subject, action, style, camera, sound',
    required: true,
    maxLength: PROMPT_MAX_LENGTH,
  }),
  negativePrompt: text({
    option: 'negative_prompt',
    description: 'What the video should not show',
    required: false,
    maxLength: NEGATIVE_PROMPT_MAX_LENGTH,
  }),
  image: images({
    options: ['image'],
    asList: false,
    label: 'first frame',
    description: 'A picture the video starts from; cropped to its shape (ideally 1280×720 or 720×1280)',
  }),
  lastFrameImage: images({
    options: ['last_frame_image'],
    asList: false,
    label: 'last frame',
    description: 'A picture the video ends on; needs image as well',
  }),
  referenceImages: images({
    options: ['reference_image_1', 'reference_image_2', 'reference_image_3'],
    asList: true,
    label: 'reference picture',
    description: 'A picture of a subject or style to use; 8 seconds only, not with image',
  }),
  referenceImagesType: choice({
    option: 'reference_images_type',
    description: 'What reference pictures give: things to show, or a style (default: things to show)',
    choices: [
      { value: 'ASSET', label: 'Asset: subjects, objects, scenes to show', short: '' },
      { value: 'STYLE', label: 'Style: colours, light, texture', short: 'style reference' },
    ],
  }),
  resolution: choice({
    option: 'resolution',
    description: 'Picture size (default: 720p)',
    choices: [{ value: '720p' }, { value: '1080p' }],
    default: '720p',
  }),
  aspectRatio: choice({
    option: 'aspect_ratio',
    description: 'Shape of the picture (default: 16:9)',
    choices: [
      { value: '16:9', label: '16:9 (wide)' },
      { value: '9:16', label: '9:16 (tall)' },
    ],
    default: '16:9',
  }),
  duration: choice({
    option: 'duration',
    description: 'Length in seconds (default: 8)',
    choices: [
      { value: 4, label: '4 seconds', short: '4 s' },
      { value: 6, label: '6 seconds', short: '6 s' },
      { value: 8, label: '8 seconds', short: '8 s' },
    ],
    default: 8,
  }),
  generateAudio: flag({
    option: 'generate_audio',
    description: 'Make sound for the video; without it the video costs less (default: yes)',
    default: true,
    short: { true: 'sound', false: 'no sound' },
  }),
  seed: integer({
    option: 'seed',
    description: 'A number that makes a result repeatable; drawn at random when left out',
    min: 0,
    max: SEED_MAX,
    shortPrefix: 'seed ',
  }),
} as const;

export type VeoParameterName = keyof typeof VEO_PARAMETERS;
export type VeoParameter = (typeof VEO_PARAMETERS)[VeoParameterName];
/** The option that carries a picture; also its name wherever a job's pictures are kept. */
export type ImageSlot = Extract<VeoParameter, { kind: 'images' }>['options'][number];

/** Parameters in table order. */
export const veoParameters = (): [VeoParameterName, VeoParameter][] => typedEntries(VEO_PARAMETERS);

const typedEntries = <T extends object>(object: T) => Object.entries(object) as [keyof T, T[keyof T]][]; // sound: const object

function text<const T extends Presentation & { required: boolean; maxLength: number }>(parameter: T) {
  const string = z.string().trim().min(1).max(parameter.maxLength);
  return { ...parameter, kind: 'text' as const, schema: string };
}

interface Choice {
  value: string | number;
  /** As Discord's list shows it; the value itself when absent. */
  label?: string;
  /** As the summary line shows it; the value itself when absent, nothing when empty. */
  short?: string;
}

function choice<const T extends Presentation & { choices: readonly Choice[]; default?: string | number }>(
  parameter: T,
) {
  const values: readonly T['choices'][number]['value'][] = parameter.choices.map(({ value }) => value);
  return { ...parameter, kind: 'choice' as const, schema: z.literal(values) };
}

function flag<const T extends Presentation & { default: boolean; short: { true: string; false: string } }>(
  parameter: T,
) {
  return { ...parameter, kind: 'flag' as const, schema: z.boolean() };
}

function integer<const T extends Presentation & { min: number; max: number; shortPrefix: string }>(
  parameter: T,
) {
  return { ...parameter, kind: 'integer' as const, schema: z.int().min(parameter.min).max(parameter.max) };
}

function images<
  const T extends { options: readonly string[]; asList: boolean; label: string; description: string },
>(parameter: T) {
  return { ...parameter, kind: 'images' as const };
}

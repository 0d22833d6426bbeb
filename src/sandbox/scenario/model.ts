/** The one model the sandbox has, as `GET /models/{id}` shows it. */
export const MODEL_ID = 'model_veo3-1';

export const RESOLUTIONS = ['720p', '1080p'] as const;
export const ASPECT_RATIOS = ['16:9', '9:16'] as const;
export const DURATIONS_SECONDS = [4, 6, 8] as const;
export const REFERENCE_IMAGES_TYPES = ['ASSET', 'STYLE'] as const;
export const REFERENCE_IMAGES_MAX = 3;
/** The only one that reference images may be used with. */
export const REFERENCE_IMAGES_DURATION_SECONDS = 8;
export const FIRST_FRAME_MISSING = 'A first frame must be provided if a last frame is set.';

export const VEO_MODEL = {
  id: MODEL_ID,
  name: 'Veo 3.1',
  type: 'custom',
  status: 'trained',
  privacy: 'public',
  source: 'other',
  custom: true,
  capabilities: ['txt2video', 'img2video'],
  accessRestrictions: 50,
  tags: ['Google', 'Veo', 'Video', 'sc:third-party'],
  collectionIds: [],
  createdAt: '2025-10-15T16:00:00.000Z',
  updatedAt: '2026-07-29T09:00:00.000Z',
  inputs: [
    {
      name: 'prompt',
      type: 'string',
      label: 'Prompt',
      description: 'Describe your video',
      prompt: true,
      promptSpark: true,
      costImpact: false,
    },
    {
      name: 'image',
      type: 'file',
      kind: 'image',
      label: 'First Frame',
      description: 'First frame of the video. Cannot be used together with reference images.',
      parent: true,
      costImpact: false,
      required: { ifDefined: { lastFrameImage: { message: FIRST_FRAME_MISSING } } },
    },
    {
      name: 'lastFrameImage',
      type: 'file',
      kind: 'image',
      label: 'Last Frame',
      description: 'Last frame of the video, used with a first frame.',
      parent: true,
      costImpact: false,
    },
    {
      name: 'referenceImages',
      type: 'file_array',
      kind: 'image',
      label: 'Reference Images',
      description: 'Up to three images of a subject or a style. Cannot be used together with a first frame.',
      maxLength: REFERENCE_IMAGES_MAX,
      parent: true,
      costImpact: true,
    },
    {
      name: 'referenceImagesType',
      type: 'string',
      label: 'Reference Images Type',
      description: 'How the reference images are used: ASSET for things to show, STYLE for the look.',
      allowedValues: REFERENCE_IMAGES_TYPES,
      default: 'ASSET',
      group: 'Settings',
      costImpact: false,
    },
    {
      name: 'negativePrompt',
      type: 'string',
      label: 'Negative Prompt',
      description: 'Description of what to discourage in the generated video',
      default: '',
      costImpact: false,
    },
    {
      name: 'resolution',
      type: 'string',
      label: 'Resolution',
      description: 'Resolution of the generated video',
      allowedValues: RESOLUTIONS,
      default: '720p',
      group: 'Settings',
      costImpact: true,
    },
    {
      name: 'generateAudio',
      type: 'boolean',
      label: 'Generate Audio',
      description: 'Generate audio for the video',
      default: true,
      group: 'Settings',
      costImpact: true,
      required: { always: true },
    },
    {
      name: 'aspectRatio',
      type: 'string',
      label: 'Aspect Ratio',
      description: 'Aspect ratio for the generated video. 9:16 is not supported with reference images.',
      allowedValues: ASPECT_RATIOS,
      default: '16:9',
      group: 'Settings',
      costImpact: false,
    },
    {
      name: 'duration',
      type: 'number',
      label: 'Duration',
      description: 'Video duration. With Reference Images, only 8s duration is supported.',
      allowedValues: DURATIONS_SECONDS,
      default: 8,
      group: 'Settings',
      costImpact: true,
    },
    {
      name: 'seed',
      type: 'number',
      label: 'Seed',
      description: 'Use a seed for reproducible results. Leave blank to use a random seed.',
      group: 'Settings',
      costImpact: false,
    },
  ],
} as const;

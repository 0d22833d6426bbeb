import type { ImageSlot } from './parameters.ts';
import { VEO_PARAMETERS } from './parameters.ts';
import type { GivenSettings } from './settings.ts';

/** A request for a video before defaults are filled in: what was typed and which pictures were attached. */
export interface VeoRequest {
  settings: GivenSettings;
  slots: readonly ImageSlot[];
}

interface Rule {
  id: string;
  /** `refuse`: nothing is queued. `warn`: queued, with a note; Scenario decides. */
  severity: 'refuse' | 'warn';
  broken: (request: VeoRequest) => boolean;
  /** One sentence on what is wrong and the next step, fit for a member. */
  message: string;
}

const has = (slot: ImageSlot) => (request: VeoRequest) => request.slots.includes(slot);
const hasReference = ({ slots }: VeoRequest) =>
  VEO_PARAMETERS.referenceImages.options.some((slot) => slots.includes(slot));

/**
 * The rules between parameters. Sources: Scenario's Veo 3.1 page (the first two), the wording of `lastFrameImage`, and an
 * older edition of the page for tall videos with references, which newer ones no longer forbid.
 */
export const VEO_RULES: readonly Rule[] = [
  {
    id: 'image-or-references',
    severity: 'refuse',
    broken: (request) => has('image')(request) && hasReference(request),
    message:
      'A first frame and reference pictures cannot be used together: leave out either `image` or the `reference_image` options.',
  },
  {
    id: 'references-need-8-seconds',
    severity: 'refuse',
    broken: (request) =>
      hasReference(request) && (request.settings.duration ?? VEO_PARAMETERS.duration.default) !== 8,
    message: 'Reference pictures work only with 8 seconds: set `duration` to 8, or leave it out.',
  },
  {
    id: 'last-frame-needs-image',
    severity: 'refuse',
    broken: (request) => has('last_frame_image')(request) && !has('image')(request),
    message: 'A last frame needs a first frame: add `image`, or leave out `last_frame_image`.',
  },
  {
    id: 'reference-type-needs-references',
    severity: 'refuse',
    broken: (request) => request.settings.referenceImagesType !== undefined && !hasReference(request),
    message:
      '`reference_images_type` says how reference pictures are used: add `reference_image_1`, or leave it out.',
  },
  {
    id: 'tall-with-references',
    severity: 'warn',
    broken: (request) => hasReference(request) && request.settings.aspectRatio === '9:16',
    message:
      'Tall videos with reference pictures were not possible in the past; if Scenario refuses this one, it costs you nothing.',
  },
];

/** The messages of all rules that a request breaks, by severity. */
export function checkRules(request: VeoRequest): { refusals: string[]; warnings: string[] } {
  const broken = VEO_RULES.filter((rule) => rule.broken(request));
  const messages = (severity: Rule['severity']) =>
    broken.filter((rule) => rule.severity === severity).map(({ message }) => message);
  return { refusals: messages('refuse'), warnings: messages('warn') };
}

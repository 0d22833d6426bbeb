import { type ImageSlot, veoParameters } from './parameters.ts';
import { settingValue, type VeoSettings } from './settings.ts';

/** The JSON body of `POST /generate/custom/model_veo3-1`. */
export type VeoRequestBody = Record<string, string | number | boolean | string[]>;

/**
 * Makes the request body. `generateAudio` and the seed are always in it: Scenario marks the first as required, and the
 * second is what a job whose answer was lost is recognised by.
 * @param assets the Scenario asset id of every picture of the job
 */
export function veoRequestBody(
  settings: VeoSettings,
  assets: Partial<Record<ImageSlot, string>>,
): VeoRequestBody {
  const body: VeoRequestBody = {};
  for (const [name, row] of veoParameters()) {
    if (row.kind === 'images') {
      const ids = row.options.flatMap((slot) => assets[slot] ?? []);
      const [first] = ids;
      // A bare value for a list parameter is silently dropped by Scenario: a list stays a list even with one member.
      if (first !== undefined) body[name] = row.asList ? ids : first;
      continue;
    }
    const value = settingValue(settings, name);
    if (value !== undefined) body[name] = value;
  }
  return body;
}

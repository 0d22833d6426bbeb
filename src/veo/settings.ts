import { z } from 'zod';
import { type VEO_PARAMETERS, type VeoParameterName, veoParameters } from './parameters.ts';

type Table = typeof VEO_PARAMETERS;
type ScalarName = {
  [N in VeoParameterName]: Table[N] extends { schema: z.ZodType } ? N : never;
}[VeoParameterName];
type DefaultedName = { [N in ScalarName]: Table[N] extends { default: unknown } ? N : never }[ScalarName];
type Scalars = { [N in ScalarName]: z.infer<Table[N]['schema']> };

/** What a member chose: the prompt, and whatever else was given. */
export type GivenSettings = Pick<Scalars, 'prompt'> & Partial<Scalars>;
/** What a job is made with: every default filled in and the seed drawn. Pictures are kept apart. */
export type VeoSettings = Pick<Scalars, 'prompt' | DefaultedName | 'seed'> & Partial<Scalars>;

const scalarShape = () => {
  const schemas = veoParameters().flatMap(([name, row]) => ('schema' in row ? [[name, row.schema]] : []));
  // Sound: exactly the rows with a schema, each under its own name.
  return Object.fromEntries(schemas) as { [N in ScalarName]: Table[N]['schema'] };
};

const defaults = () => {
  const values = veoParameters().flatMap(([name, row]) => ('default' in row ? [[name, row.default]] : []));
  return Object.fromEntries(values) as Pick<Scalars, DefaultedName>; // sound: exactly the rows with a default
};

/** Checks what a member typed, or what was kept of it, against the table. */
export const givenSettingsSchema: z.ZodType<GivenSettings> = z
  .object(scalarShape())
  .partial()
  .required({ prompt: true })
  .transform((settings) => withoutUndefined(settings));

/** Checks a job's settings as they were kept. */
export const veoSettingsSchema: z.ZodType<VeoSettings> = z
  .object(scalarShape())
  .partial()
  .required({ prompt: true, seed: true })
  .transform((settings) => ({ ...defaults(), ...withoutUndefined(settings) }));

/** Fills in the defaults and, where the member gave none, the seed. */
export const completeSettings = (given: GivenSettings, drawnSeed: number): VeoSettings => ({
  ...defaults(),
  seed: drawnSeed,
  ...given,
});

/** The value of the parameter `name`, whichever it is. */
export function settingValue(
  settings: GivenSettings,
  name: VeoParameterName,
): string | number | boolean | undefined {
  const values: Partial<Record<VeoParameterName, string | number | boolean>> = settings;
  return values[name];
}

/**
 * The range that seeds are drawn from. Smaller than what a member may give: 31 bits are safe in every system on the way.
 */
export const DRAWN_SEED = { min: 1, max: 2_147_483_647 } as const;

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(object: T): Defined<T> {
  // Sound: keys with the value undefined are gone, all others are as they were.
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}

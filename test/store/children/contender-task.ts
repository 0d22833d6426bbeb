import { z } from 'zod';

const taskSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('admit'),
    file: z.string(),
    interactionIds: z.array(z.string()),
    videos: z.number(),
    expectedUnits: z.number().default(0),
  }),
  z.object({ kind: z.literal('record'), file: z.string(), cases: z.number() }),
  z.object({
    kind: z.literal('claim'),
    file: z.string(),
    caps: z.object({ total: z.number(), perGuild: z.number(), perUser: z.number() }),
  }),
]);
/** What a process that contends for the database is to do. */
export type ContenderTask = z.input<typeof taskSchema>;
export const parseTask = (text: string | undefined): z.output<typeof taskSchema> =>
  taskSchema.parse(JSON.parse(text ?? ''));

export const reportSchema = z.object({ got: z.array(z.number()) });
/** The jobs, or the numbers of the cases, that it got, in order. */
export type ContenderReport = z.infer<typeof reportSchema>;

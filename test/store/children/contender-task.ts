import { z } from 'zod';

const taskSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('admit'),
    file: z.string(),
    interactionIds: z.array(z.string()),
    videos: z.number(),
  }),
  z.object({
    kind: z.literal('claim'),
    file: z.string(),
    caps: z.object({ total: z.number(), perGuild: z.number(), perUser: z.number() }),
  }),
]);
/** What a process that contends for the database is to do. */
export type ContenderTask = z.infer<typeof taskSchema>;
export const parseTask = (text: string | undefined): ContenderTask =>
  taskSchema.parse(JSON.parse(text ?? ''));

export const reportSchema = z.object({ jobIds: z.array(z.number()) });
/** The jobs that it got, in order. */
export type ContenderReport = z.infer<typeof reportSchema>;

import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/store/open.ts';
import { jobs } from '../../src/store/schema.ts';
import type { World } from './world.ts';

/** Videos that Ada asked for long ago, past the bot. @returns their numbers, oldest first */
export function addOldVideos(
  db: Database,
  { guild, channel, ada, clock }: Pick<World, 'guild' | 'channel' | 'ada' | 'clock'>,
  prompts: readonly string[],
  changes: Partial<typeof jobs.$inferInsert> = {},
): number[] {
  const at = clock.now();
  return db.transaction((tx) =>
    prompts.flatMap((prompt, index) =>
      tx
        .insert(jobs)
        .values({
          interactionId: `old-${randomUUID()}`,
          guildId: guild.id,
          channelId: channel.id,
          userId: ada.id,
          state: 'delivered',
          settings: {
            prompt,
            resolution: '720p',
            aspectRatio: '16:9',
            duration: 8,
            generateAudio: true,
            seed: index + 1,
          },
          spoiler: false,
          createdAt: at,
          stateSince: at,
          runAt: at,
          ...changes,
        })
        .returning({ id: jobs.id })
        .all()
        .map(({ id }) => id),
    ),
  );
}

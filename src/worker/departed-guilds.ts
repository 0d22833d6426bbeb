import { errorText } from '../lib/errors.ts';
import { type Loop, startLoop } from '../lib/loop.ts';
import { DEPARTED_GRACE_DAYS } from '../moderation/privacy.ts';
import type { WorkerContext } from './context.ts';
import { deletePurgedFiles } from './purged-files.ts';

const DAY_MS = 24 * 3_600_000;
const AFTER_FAILURE_MS = 3_600_000;
const GRACE_MS = DEPARTED_GRACE_DAYS * DAY_MS;

/**
 * Finds out, once a day, which servers the bot is in no more, and deletes everything of those that were left a month ago. A
 * list that fails or is empty changes nothing: it says more of Discord than of the servers.
 */
export function startDepartedGuildsLoop(context: WorkerContext): Loop {
  const { departedGuilds, ownGuilds, clock, logger } = context;
  return startLoop({
    name: 'departed guilds',
    clock,
    logger,
    turn: async (signal) => {
      let present: string[];
      try {
        present = await ownGuilds.list(signal);
      } catch (error) {
        if (signal.aborted) return 0;
        logger.warn({ reason: errorText(error) }, "the bot's servers could not be listed");
        return AFTER_FAILURE_MS;
      }
      if (present.length === 0) return DAY_MS;
      const { departed, returned } = await departedGuilds.note(present, clock.now());
      if (departed.length + returned.length > 0)
        logger.info({ departed, returned }, 'servers left or came back');
      await forgetLongGone(context, signal);
      return DAY_MS;
    },
  });
}

async function forgetLongGone(context: WorkerContext, signal: AbortSignal): Promise<void> {
  const { departedGuilds, clock, logger } = context;
  const longGone = await departedGuilds.departedBy(clock.now() - GRACE_MS);
  if (longGone.length === 0) return;
  for (const guildId of longGone) await departedGuilds.purge(guildId, clock.now());
  await deletePurgedFiles(context, signal);
  for (const guildId of longGone) {
    if (signal.aborted) break;
    if (await departedGuilds.forget(guildId)) logger.info({ guildId }, 'deleted everything of a server');
    else logger.warn({ guildId }, 'a server that is gone has files or videos in the making: tomorrow again');
  }
}

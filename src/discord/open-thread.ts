import { DiscordAPIError, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';

/** Does something in a channel or thread. In a thread that has gone to sleep nothing can be changed: it is woken first. */
export async function inOpenThread(
  rest: REST,
  channelId: string,
  deed: () => Promise<unknown>,
): Promise<void> {
  try {
    await deed();
  } catch (error) {
    const asleep =
      error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.InvalidActionOnArchivedThread;
    if (!asleep) throw error;
    await rest.patch(Routes.channel(channelId), { body: { archived: false } });
    await deed();
  }
}

const DISCORD_EPOCH_MS = 1_420_070_400_000;
const TIME_SHIFT = 22n;

/** The smallest id that something can have that was made at a moment. */
export const bornAfter = (atMs: number): string =>
  String(BigInt(Math.max(0, Math.floor(atMs) - DISCORD_EPOCH_MS)) << TIME_SHIFT);

/** When something was made, as its id tells. */
export const bornAt = (id: string): number => Number(BigInt(id) >> TIME_SHIFT) + DISCORD_EPOCH_MS;

/** Discord counts its ids from the first second of 2015 (milliseconds). */
const EPOCH_MS = 1_420_070_400_000n;
const COUNTER_BITS = 22n;
/** Where a test's clock starts near zero, ids still have the digits that clients look for. */
const FIRST = 10n ** 16n;

/** Ids of what was born before now are counted from here, where no id of now is. */
const FIRST_OLDER = 2n ** 21n;

/** Makes ids. `bornAt` (milliseconds since the epoch) is for what is older than the sandbox. */
export type Snowflakes = (bornAt?: number) => string;

/** Makes ids as Discord's: 17 to 19 digits, growing, the time of birth in the upper bits. */
export function createSnowflakes(now: () => number): Snowflakes {
  let last = FIRST;
  let older = FIRST_OLDER;
  const atTime = (ms: number) => (BigInt(Math.floor(ms)) - EPOCH_MS) << COUNTER_BITS;
  return (bornAt) => {
    if (bornAt !== undefined) {
      older += 1n;
      return String(atTime(bornAt) + older);
    }
    const fromClock = atTime(now());
    // A clock that stands still or is put back must not repeat an id.
    last = fromClock > last ? fromClock : last + 1n;
    return String(last);
  };
}

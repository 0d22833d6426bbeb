/** Discord counts its ids from the first second of 2015 (milliseconds). */
const EPOCH_MS = 1_420_070_400_000n;
const COUNTER_BITS = 22n;
/** Where a test's clock starts near zero, ids still have the digits that clients look for. */
const FIRST = 10n ** 16n;

/** Makes ids as Discord's: 17 to 19 digits, growing, the time of birth in the upper bits. */
export function createSnowflakes(now: () => number): () => string {
  let last = FIRST;
  return () => {
    const fromClock = (BigInt(Math.floor(now())) - EPOCH_MS) << COUNTER_BITS;
    // A clock that stands still or is put back must not repeat an id.
    last = fromClock > last ? fromClock : last + 1n;
    return String(last);
  };
}

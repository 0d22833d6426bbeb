import { randomBytes, randomInt } from 'node:crypto';

/** Where the bot takes its randomness from, so that tests can fix it. */
export interface Random {
  /** A number in [0, 1), for jitter. */
  fraction(): number;
  /** A whole number in [min, max]. */
  integer(min: number, max: number): number;
  /** An unguessable short name: lease tokens, reference ids. */
  token(): string;
}

const TOKEN_BYTES = 9;

export const systemRandom: Random = {
  fraction: () => Math.random(),
  integer: (min, max) => randomInt(min, max + 1),
  token: () => randomBytes(TOKEN_BYTES).toString('base64url'),
};

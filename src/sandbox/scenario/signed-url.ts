import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const KEY_PAIR_ID = 'KSANDBOX0000000';
const MS_PER_SECOND = 1_000;

type UrlVerdict = 'valid' | 'missing-key' | 'denied';

export interface UrlSigner {
  /** A URL that differs at each call and stops working at the end of the calendar window it was made in. */
  sign(url: string): string;
  /** @param rawQuery as it came, undecoded: a signed URL is valid only letter for letter. */
  verify(url: string, rawQuery: string): UrlVerdict;
}

const policySchema = z.object({
  Statement: z.tuple([
    z.object({
      Resource: z.string(),
      Condition: z.object({ DateLessThan: z.object({ 'AWS:EpochTime': z.number() }) }),
    }),
  ]),
});

/** Signs as CloudFront does: a policy that holds the URL and its expiry, and a signature over that policy. */
export function createUrlSigner(now: () => number): UrlSigner {
  const secret = randomBytes(32);
  const signatureOf = (policy: string) => createHmac('sha256', secret).update(policy).digest();
  const queryOf = (policy: string) =>
    `Policy=${urlSafe(Buffer.from(policy))}&Signature=${urlSafe(signatureOf(policy))}&Key-Pair-Id=${KEY_PAIR_ID}`;

  return {
    sign(url) {
      const expiry = { DateLessThan: { 'AWS:EpochTime': windowEnd(now()) / MS_PER_SECOND } };
      const policy = { Statement: [{ Resource: url, Condition: expiry }], Id: randomUUID() };
      return `${url}?${queryOf(JSON.stringify(policy))}`;
    },
    verify(url, rawQuery) {
      const query = new URLSearchParams(rawQuery);
      if (!query.has('Key-Pair-Id')) return 'missing-key';
      const policy = fromUrlSafe(query.get('Policy') ?? '').toString();
      if (!sameText(rawQuery, queryOf(policy))) return 'denied';
      const [statement] = policySchema.parse(JSON.parse(policy)).Statement;
      const expiresAt = statement.Condition.DateLessThan['AWS:EpochTime'] * MS_PER_SECOND;
      return statement.Resource === url && now() < expiresAt ? 'valid' : 'denied';
    },
  };
}

/**
 * When a URL made at `at` (milliseconds) expires: made on day 1-7 on the 14th, 8-14 on the 21st, 15-21 on the month's last
 * day, from the 22nd on the 7th of the next month. The hour is not documented; here it is 0:00 UTC, the earliest.
 */
function windowEnd(at: number): number {
  const date = new Date(at);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (day <= 7) return Date.UTC(year, month, 14);
  if (day <= 14) return Date.UTC(year, month, 21);
  if (day <= 21) return Date.UTC(year, month + 1, 0);
  return Date.UTC(year, month + 1, 7);
}

/** CloudFront's own base64 for URLs. */
const urlSafe = (bytes: Buffer): string =>
  bytes.toString('base64').replaceAll('+', '-').replaceAll('=', '_').replaceAll('/', '~');

const fromUrlSafe = (text: string): Buffer =>
  Buffer.from(text.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/'), 'base64');

const sameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

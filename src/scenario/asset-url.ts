import { z } from 'zod';

const policySchema = z.object({
  Statement: z
    .array(z.object({ Condition: z.object({ DateLessThan: z.object({ 'AWS:EpochTime': z.number() }) }) }))
    .min(1),
});

/**
 * When a signed link of Scenario's CDN dies, in milliseconds since the epoch, as its policy says (CloudFront's custom
 * policy: JSON in base64 with `+=/` written as `-_~`).
 * @returns undefined when the link does not say
 */
export function assetUrlExpiry(url: string): number | undefined {
  const policy = new URL(url).searchParams.get('Policy');
  if (policy === null) return undefined;
  const base64 = policy.replace(/-/g, '+').replace(/_/g, '=').replace(/~/g, '/');
  try {
    const parsed = policySchema.parse(JSON.parse(Buffer.from(base64, 'base64').toString('utf8')));
    const times = parsed.Statement.map(({ Condition }) => Condition.DateLessThan['AWS:EpochTime']);
    return Math.min(...times) * 1_000;
  } catch {
    // Another kind of link: its end is stated roughly instead.
    return undefined;
  }
}

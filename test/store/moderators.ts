import type { CaseDraft, CaseKind } from '../../src/moderation/case.ts';
import type { PolicyChange, QuotaRulesStore } from '../../src/moderation/quota-rules.ts';
import type { Grant } from '../../src/quota/grant.ts';
import { START } from './orders.ts';

export const MODERATOR = { actorId: 'mod' };

/** A deed of the moderator's. */
export const deed = (kind: CaseKind, rest: Partial<CaseDraft> = {}): CaseDraft => ({
  kind,
  ...MODERATOR,
  ...rest,
});

/** Whom rules are for, in the server `guild`. */
export const EVERYBODY = { guildId: 'guild', scope: 'server', subjectId: 'guild' } as const;
export const role = (subjectId: string) => ({ guildId: 'guild', scope: 'role', subjectId }) as const;
export const user = (subjectId: string) => ({ guildId: 'guild', scope: 'user', subjectId }) as const;

/** Sets a rule for everybody, or for whom is named. */
export const setRule = (
  quota: QuotaRulesStore,
  change: PolicyChange,
  subject: ReturnType<typeof role> | ReturnType<typeof user> | typeof EVERYBODY = EVERYBODY,
) => quota.set(subject, change, MODERATOR, () => 'changed', START);

/** Grants Ada a video, unless something else is said. */
export async function grantTo(
  quota: QuotaRulesStore,
  spec: Partial<Omit<Grant, 'id' | 'createdAt'>> = {},
  at = START,
): Promise<number> {
  const grant = {
    scope: 'user',
    subjectId: 'ada',
    unit: 'videos',
    amount: 1,
    reason: undefined,
    expiresAt: undefined,
    ...spec,
  } as const;
  return (await quota.grant('guild', grant, MODERATOR, at)).grant.id;
}

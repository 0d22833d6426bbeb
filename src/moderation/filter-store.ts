import type { CaseDraft, ModerationCase } from './case.ts';
import type { FilterRule, NewFilterRule } from './filter/rule.ts';

/** The prompt filter of a server. Every writing is a case. */
export interface FilterStore {
  rules(guildId: string): Promise<FilterRule[]>;
  /**
   * Adds rules, those that exist already left out, in one go.
   * @returns the rules that are new
   * @throws ExpectedError when there would be too many
   */
  add(
    guildId: string,
    rules: readonly NewFilterRule[],
    draft: Pick<CaseDraft, 'kind' | 'actorId' | 'reason' | 'detail'>,
    now: number,
  ): Promise<{ added: FilterRule[]; case: ModerationCase | undefined }>;
  /** @returns undefined when there is no such rule */
  remove(
    guildId: string,
    ruleId: number,
    draft: Pick<CaseDraft, 'actorId' | 'reason' | 'detail'>,
    now: number,
  ): Promise<{ removed: FilterRule; case: ModerationCase } | undefined>;
}

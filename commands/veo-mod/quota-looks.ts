import type { Directory } from '../../src/discord/directory.ts';
import { answerPrivately } from '../../src/discord/private-answer.ts';
import { renderExplanation } from '../../src/discord/quota-explanation.ts';
import { type QuotaListPage, renderQuotaList } from '../../src/discord/quota-list.ts';
import { renderQuota } from '../../src/discord/quota-view.ts';
import type { AccountViews } from '../../src/jobs/account-view.ts';
import { approvalReason } from '../../src/jobs/approval.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { PromptFilters } from '../../src/moderation/prompt-filters.ts';
import type { QuotaRulesStore } from '../../src/moderation/quota-rules.ts';
import type { OperatorRules } from '../../src/quota/operator-rules.ts';
import type { Moderator, ModeratorHandler } from './group.ts';
import { chosenMember } from './quota-subject.ts';

export interface QuotaLooksOptions {
  accounts: AccountViews;
  quotaRules: Pick<QuotaRulesStore, 'policies' | 'grants'>;
  filters: PromptFilters;
  operator: OperatorRules;
  directory: Pick<Directory, 'guild'>;
  clock: Clock;
}

/** The subcommands of `/veo-mod quota` that only look. */
export function createQuotaLooks(options: QuotaLooksOptions) {
  const { accounts, quotaRules, filters, operator, directory, clock } = options;

  const page = async ({ guildId, house }: Moderator, number: number): Promise<QuotaListPage> =>
    renderQuotaList(
      {
        policies: await quotaRules.policies(guildId),
        grants: await quotaRules.grants(guildId, clock.now()),
        operatorDefault: operator.limits,
        moderatorsExempt: house.moderatorsExempt,
      },
      number,
    );

  const list: ModeratorHandler = async (interaction, moderator) => {
    const { content, components } = await page(moderator, 0);
    await answerPrivately(interaction, content, components);
  };

  const show: ModeratorHandler = async (interaction, { guildId }) => {
    const { member, left } = await chosenMember(interaction, directory);
    const heading = [
      `**Quota of <@${member.userId}>**`,
      ...(left ? ['They have left the server: rules and grants for their roles cannot be seen.'] : []),
    ];
    await answerPrivately(interaction, renderQuota(await accounts.of(guildId, member), 'moderator', heading));
  };

  const explain: ModeratorHandler = async (interaction, { guildId, house }) => {
    const { member, left } = await chosenMember(interaction, directory);
    const view = await accounts.of(guildId, member);
    // Nothing is found in an empty prompt: what is left is the server's approval mode.
    const order = { guildId, member, settings: { prompt: '' } };
    const waitsBecause = await approvalReason(filters, house, order, clock.now());
    await answerPrivately(
      interaction,
      renderExplanation({
        userId: member.userId,
        left,
        view,
        operatorDefault: operator.limits,
        waitsBecause,
      }),
    );
  };

  return { page, list, show, explain };
}

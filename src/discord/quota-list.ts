import { type APIActionRowComponent, type APIButtonComponent, ButtonStyle, ComponentType } from 'discord.js';
import type { Grant } from '../quota/grant.ts';
import { type Limit, limitText } from '../quota/limit.ts';
import type { Policy } from '../quota/policy.ts';
import { customId } from './custom-id.ts';
import { grantText, policyText, subjectText } from './quota-words.ts';
import { cut } from './text.ts';

export interface QuotaRules {
  policies: readonly Policy[];
  grants: readonly Grant[];
  /** Holds where no rule of the server sets limits. */
  operatorDefault: readonly Limit[];
  /** The server's moderators go without limits. */
  moderatorsExempt: boolean;
}

export interface QuotaListPage {
  content: string;
  components: APIActionRowComponent<APIButtonComponent>[];
}

const PAGE_MAX_LENGTH = 1_900;
const ROW_MAX_LENGTH = 1_000;
const SCOPE_ORDER: readonly Policy['scope'][] = ['user', 'role', 'server'];

/**
 * All rules of a server in their order of precedence, and all grants in force.
 * @param page from 0; one past the end shows the last
 */
export function renderQuotaList(rules: QuotaRules, page: number): QuotaListPage {
  const pages = paged(listRows(rules));
  const shown = Math.min(page, pages.length - 1);
  const number = pages.length > 1 ? `\n-# Page ${shown + 1} of ${pages.length}` : '';
  return {
    content: `${(pages[shown] ?? []).join('\n')}${number}`,
    components: pages.length > 1 ? [pageButtons(shown, pages.length)] : [],
  };
}

function listRows({ policies, grants, operatorDefault, moderatorsExempt }: QuotaRules): string[] {
  const ordered = SCOPE_ORDER.flatMap((scope) => policies.filter((policy) => policy.scope === scope));
  const denying = ordered.filter(({ denied }) => denied);
  const others = ordered.filter(({ denied }) => !denied);
  return [
    '**Rules**: deny > member > best role > everybody > the bot’s default',
    ...(moderatorsExempt ? ['- moderators: go without limits here, unless they are denied'] : []),
    ...[...denying, ...others].map(policyRow),
    `- the bot’s default, where nothing above sets limits: ${operatorDefault.map(limitText).join(' · ') || 'nothing'}`,
    '**Grants in force**, soonest end first',
    ...grants.map((grant) => `- grant ${grant.id}: ${grantText(grant)}`),
    ...(grants.length === 0 ? ['- none'] : []),
  ];
}

const policyRow = (policy: Policy): string =>
  cut(`- ${subjectText(policy)}: ${policyText(policy)}`, ROW_MAX_LENGTH);

/** At least one page, none longer than a message. */
function paged(rows: readonly string[]): string[][] {
  const pages: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    length += row.length + 1;
    if (length > PAGE_MAX_LENGTH) {
      pages.push([]);
      length = row.length + 1;
    }
    pages.at(-1)?.push(row);
  }
  return pages;
}

const pageButtons = (page: number, pages: number): APIActionRowComponent<APIButtonComponent> => ({
  type: ComponentType.ActionRow,
  components: [
    pageButton('Back', Math.max(0, page - 1), page === 0),
    pageButton('Next', page + 1, page === pages - 1),
  ],
});

const pageButton = (label: string, page: number, disabled: boolean): APIButtonComponent => ({
  type: ComponentType.Button,
  custom_id: customId('quota-page', page),
  label,
  style: ButtonStyle.Secondary,
  disabled,
});

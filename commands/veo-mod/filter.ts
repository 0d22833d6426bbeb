import { AttachmentBuilder, type ChatInputCommandInteraction, MessageFlags } from 'discord.js';
import { fittingLines } from '../../src/discord/fitting-lines.ts';
import { answerPrivately, deferPrivately } from '../../src/discord/private-answer.ts';
import { code, count, cut } from '../../src/discord/text.ts';
import { isAllowedHost } from '../../src/jobs/input-pictures.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import { fetchText } from '../../src/lib/fetch-text.ts';
import { strongestAction } from '../../src/moderation/filter/matcher.ts';
import {
  type FilterRule,
  type NewFilterRule,
  parseRuleText,
  ruleIdentity,
} from '../../src/moderation/filter/rule.ts';
import { formatRuleList, parseRuleList } from '../../src/moderation/filter/rule-list.ts';
import type { FilterStore } from '../../src/moderation/filter-store.ts';
import type { PromptFilters } from '../../src/moderation/prompt-filters.ts';
import { FILTER_COMMANDS } from './filter-data.ts';
import type { ModeratorHandler, ModeratorPart } from './group.ts';
import { reasonOf } from './reason.ts';

export interface FilterPartOptions {
  filterRules: FilterStore;
  filters: PromptFilters;
  /** Hosts that a list may be fetched from. */
  fileHosts: readonly string[];
  clock: Clock;
}

const LIST_MAX_BYTES = 128 * 1_024;
const CHOICES_MAX = 25;
const CHOICE_NAME_MAX_LENGTH = 100;
const RULE_SHOWN_LENGTH = 120;
const MATCH_SHOWN_LENGTH = 100;

/** `/veo-mod filter`: the prompt filter of a server. */
export function createFilterPart({
  filterRules,
  filters,
  fileHosts,
  clock,
}: FilterPartOptions): ModeratorPart {
  const add: ModeratorHandler = async (interaction, { userId, guildId }) => {
    const rule = ruleFrom(interaction.options);
    const { added, case: made } = await filterRules.add(
      guildId,
      [rule],
      {
        kind: 'filter-add',
        actorId: userId,
        reason: reasonOf(interaction),
        detail: ruleWords(rule),
      },
      clock.now(),
    );
    const [first] = added;
    if (!first || !made) throw await alreadyThere(guildId, rule);
    await answerPrivately(interaction, `Added rule #${first.id}: ${shownRule(first)}. Case ${made.number}.`);
  };

  /** A word has one rule: another action for it is no other rule. */
  const alreadyThere = async (guildId: string, rule: NewFilterRule): Promise<ExpectedError> => {
    const identity = ruleIdentity(rule);
    const known = (await filterRules.rules(guildId)).find((one) => ruleIdentity(one) === identity);
    const which = known ? `#${known.id} ${shownRule(known)}` : shownRule(rule);
    return new ExpectedError(
      'filter-known',
      `There is a rule for that already: ${which}. Nothing changed; to change what it does, remove it first.`,
    );
  };

  const remove: ModeratorHandler = async (interaction, { userId, guildId }) => {
    const ruleId = interaction.options.getInteger('rule', true);
    const rule = (await filterRules.rules(guildId)).find(({ id }) => id === ruleId);
    const draft = {
      actorId: userId,
      reason: reasonOf(interaction),
      detail: rule && ruleWords(rule),
    };
    const removed = await filterRules.remove(guildId, ruleId, draft, clock.now());
    if (!removed) {
      throw new ExpectedError(
        'no-such-rule',
        'There is no such rule here: pick one that the list offers, or see `/veo-mod filter list`.',
      );
    }
    const { removed: gone, case: made } = removed;
    await answerPrivately(interaction, `Removed rule #${gone.id}: ${shownRule(gone)}. Case ${made.number}.`);
  };

  const list: ModeratorHandler = async (interaction, { guildId }) => {
    const rules = await filterRules.rules(guildId);
    const lines = rules.map((rule) => `#${rule.id} ${shownRule(rule)}`);
    await answerPrivately(
      interaction,
      rules.length === 0
        ? 'This server has no filter rules. Add one with `/veo-mod filter add`.'
        : fittingLines(`**${count(rules.length, 'rule')}**`, lines, 'see `/veo-mod filter export`'),
    );
  };

  const test: ModeratorHandler = async (interaction, { guildId }) => {
    const matches = await filters.check(guildId, interaction.options.getString('text', true));
    const lines = matches.map(
      ({ ruleId, kind, action, slice }) =>
        `${code(cut(slice, MATCH_SHOWN_LENGTH))}: ${kind} rule #${ruleId}, ${action}`,
    );
    const verdict = { refuse: 'It would be **refused**.', hold: 'It would be **held** for approval.' };
    const action = strongestAction(matches);
    await answerPrivately(
      interaction,
      action === undefined ? 'The filter finds nothing in it.' : fittingLines(verdict[action], lines),
    );
  };

  const importList: ModeratorHandler = async (interaction, { userId, guildId }) => {
    const { url, size } = interaction.options.getAttachment('file', true);
    if (size > LIST_MAX_BYTES || !isAllowedHost(url, fileHosts)) {
      throw new ExpectedError(
        'filter-file',
        'That is no list I can read: attach a text file of at most 128 KB.',
      );
    }
    // The file may take longer than Discord waits for an answer.
    await deferPrivately(interaction);
    const rules = parseRuleList(await readList(url));
    const { added, case: made } = await filterRules.add(
      guildId,
      rules,
      {
        kind: 'filter-import',
        actorId: userId,
        reason: reasonOf(interaction),
        detail: `${count(rules.length, 'rule')} from a file`,
      },
      clock.now(),
    );
    const known = rules.length - added.length;
    const total = (await filterRules.rules(guildId)).length;
    await interaction.editReply({
      content: made
        ? `Added ${count(added.length, 'rule')}${known > 0 ? `; ${known} were there already, and stay as they are` : ''}: ${count(total - added.length, 'rule')} → ${count(total, 'rule')}. Case ${made.number}.`
        : 'All of them were there already, or the file has none: nothing changed. To change a rule, remove it first.',
    });
  };

  const exportList: ModeratorHandler = async (interaction, { guildId }) => {
    const rules = await filterRules.rules(guildId);
    if (rules.length === 0)
      throw new ExpectedError(
        'filter-empty',
        'This server has no filter rules to export. Add one with `/veo-mod filter add`.',
      );
    const file = new AttachmentBuilder(Buffer.from(formatRuleList(rules)), { name: 'veo-filter.txt' });
    await interaction.reply({
      content: `${count(rules.length, 'rule')}. Change the lines and use \`/veo-mod filter import\` to add what is new.`,
      files: [file],
      flags: MessageFlags.Ephemeral,
      allowedMentions: { parse: [] },
    });
  };

  return {
    data: FILTER_COMMANDS,
    handlers: { add, remove, list, test, import: importList, export: exportList },
    autocomplete: async (interaction, { guildId }) => {
      const typed = interaction.options.getFocused().toLowerCase();
      const rules = await filterRules.rules(guildId);
      await interaction.respond(
        rules
          .map((rule) => ({
            value: rule.id,
            name: cut(`#${rule.id} ${ruleWords(rule)}`, CHOICE_NAME_MAX_LENGTH),
          }))
          .filter(({ name }) => name.toLowerCase().includes(typed))
          .slice(0, CHOICES_MAX),
      );
    },
  };
}

function ruleFrom(options: ChatInputCommandInteraction['options']): NewFilterRule {
  const text = options.getString('text', true);
  const action = options.getString('action') === 'hold' ? 'hold' : 'refuse';
  switch (options.getString('kind', true)) {
    case 'pattern':
      return { kind: 'pattern', text: parseRuleText('pattern', text), action };
    case 'exception':
      return { kind: 'exception', text: parseRuleText('exception', text) };
    default:
      return { kind: 'word', text: parseRuleText('word', text), action };
  }
}

/** @throws ExpectedError when it does not come, or is not text */
async function readList(url: string): Promise<string> {
  try {
    return await fetchText(url, LIST_MAX_BYTES);
  } catch (cause) {
    throw new ExpectedError(
      'filter-file',
      'I could not read that file: attach a plain text file (UTF-8) and try again.',
      { cause },
    );
  }
}

const ruleWords = (rule: NewFilterRule): string =>
  rule.kind === 'exception' ? `allow ${rule.text}` : `${rule.action} ${rule.kind} ${rule.text}`;

const shownRule = (rule: NewFilterRule | FilterRule): string => code(cut(ruleWords(rule), RULE_SHOWN_LENGTH));

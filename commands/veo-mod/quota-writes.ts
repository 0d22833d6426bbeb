import type { ChatInputCommandInteraction } from 'discord.js';
import type { Directory } from '../../src/discord/directory.ts';
import { answerPrivately } from '../../src/discord/private-answer.ts';
import { changeText, grantText, policyText, subjectText } from '../../src/discord/quota-words.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import { parseDuration } from '../../src/moderation/duration-text.ts';
import type { PolicyChanged, PolicyClearing, QuotaRulesStore } from '../../src/moderation/quota-rules.ts';
import type { Grant } from '../../src/quota/grant.ts';
import { amountText } from '../../src/quota/limit.ts';
import type { Policy } from '../../src/quota/policy.ts';
import type { ModeratorHandler } from './group.ts';
import {
  type GivenRule,
  partOf,
  readChange,
  readClearing,
  readGrantAmount,
  shutsOut,
} from './quota-rule-options.ts';
import { chosenUser, type NamedSubject, readReceiver, readScope } from './quota-subject.ts';
import { requireRank } from './rank.ts';
import { reasonOf } from './reason.ts';

export interface QuotaWritesOptions {
  quotaRules: QuotaRulesStore;
  directory: Pick<Directory, 'guild' | 'member'>;
  clock: Clock;
}

/** The subcommands of `/veo-mod quota` that change something. */
export function createQuotaWrites({ quotaRules, directory, clock }: QuotaWritesOptions) {
  const set: ModeratorHandler = async (interaction, moderator) => {
    const named = readScope(interaction.options, moderator.guildId);
    const { subject } = named;
    const change = readChange(givenRule(interaction), subject.scope);
    if (subject.scope === 'user' && shutsOut(change))
      await requireRank(directory, moderator, subject.subjectId);
    const part = partOf(change);
    const draft = { actorId: moderator.userId, reason: reasonOf(interaction) };
    const changed = await quotaRules.set(subject, change, draft, describe(named, part), clock.now());
    if (!changed) {
      throw new ExpectedError(
        'nothing-changed',
        `It is so already for ${subjectText(subject)}. Nothing changed.`,
      );
    }
    await answerPrivately(interaction, changedText(part, changed));
  };

  const clear: ModeratorHandler = async (interaction, { guildId, userId }) => {
    const named = readScope(interaction.options, guildId);
    const { subject } = named;
    const policies = await quotaRules.policies(guildId);
    const own = policies.find(
      ({ scope, subjectId }) => scope === subject.scope && subjectId === subject.subjectId,
    );
    const part = readClearing(givenRule(interaction), own?.limits ?? []);
    const draft = { actorId: userId, reason: reasonOf(interaction) };
    const changed = await quotaRules.clear(subject, part, draft, describe(named, part), clock.now());
    if (!changed) {
      throw new ExpectedError(
        'nothing-changed',
        `Nothing of that is set for ${subjectText(subject)}. Nothing changed; \`/veo-mod quota list\` shows all rules.`,
      );
    }
    await answerPrivately(interaction, changedText(part, changed));
  };

  const grant: ModeratorHandler = async (interaction, { guildId, userId }) => {
    const { options } = interaction;
    const { subject, name } = readReceiver(options, guildId);
    const amount = readGrantAmount(options.getString('unit', true), options.getNumber('amount', true));
    const expires = options.getString('expires');
    const now = clock.now();
    const { scope, subjectId } = subject;
    const given = {
      scope,
      subjectId,
      ...amount,
      reason: reasonOf(interaction),
      expiresAt: expires === null ? undefined : now + parseDuration(expires),
    };
    const detail = `${amountText(amount.unit, amount.amount)} for ${scope === 'role' ? `each member with ${name}` : name}`;
    const made = await quotaRules.grant(guildId, given, { actorId: userId, detail }, now);
    const after = await grantedTo(guildId, made.grant);
    await answerPrivately(
      interaction,
      `${grantedText(made.grant, after - made.grant.amount, after)}\nGrant ${made.grant.id}: ${grantText(made.grant)}. Case ${made.case.number}.`,
    );
  };

  const revoke: ModeratorHandler = async (interaction, { guildId, userId }) => {
    const grantId = interaction.options.getInteger('grant', true);
    const grants = await quotaRules.grants(guildId, clock.now());
    const found = grants.find(({ id }) => id === grantId);
    const detail = `grant ${grantId}${found ? `: ${amountText(found.unit, found.amount)}` : ''}`;
    const draft = { actorId: userId, reason: reasonOf(interaction), detail };
    const revoked = await quotaRules.revoke(guildId, grantId, draft, clock.now());
    if (!revoked) {
      throw new ExpectedError(
        'no-such-grant',
        'No such grant is in force here: pick one that the list offers, or see `/veo-mod quota list`.',
      );
    }
    const after = await grantedTo(guildId, revoked.grant);
    await answerPrivately(
      interaction,
      `${grantedText(revoked.grant, after + revoked.grant.amount, after)}\nGrant ${grantId} has ended; what was spent of it stays spent. Case ${revoked.case.number}.`,
    );
  };

  /** How much is granted to somebody in force now, of one unit. */
  const grantedTo = async (guildId: string, { scope, subjectId, unit }: Grant): Promise<number> =>
    (await quotaRules.grants(guildId, clock.now()))
      .filter((one) => one.scope === scope && one.subjectId === subjectId && one.unit === unit)
      .reduce((sum, { amount }) => sum + amount, 0);

  const reset: ModeratorHandler = async (interaction, { guildId, userId }) => {
    const user = chosenUser(interaction.options);
    const draft = {
      actorId: userId,
      reason: reasonOf(interaction),
      detail: 'everything that counted against their limits was given back',
    };
    const done = await quotaRules.reset(guildId, user.id, draft, clock.now());
    if (!done) {
      throw new ExpectedError(
        'nothing-changed',
        `Nothing counts against the limits of <@${user.id}>: there is nothing to give back.`,
      );
    }
    await answerPrivately(
      interaction,
      `Videos that count against the limits of <@${user.id}>: **${done.videos} → 0**. Grants stay as they are. Case ${done.case.number}.`,
    );
  };

  return { set, clear, grant, revoke, reset };
}

const givenRule = ({ options }: ChatInputCommandInteraction): GivenRule => ({
  rule: options.getString('rule', true),
  amount: options.getNumber('amount') ?? undefined,
  window: options.getString('window') ?? undefined,
  time: options.getString('time') ?? undefined,
});

const describe =
  ({ name }: NamedSubject, part: PolicyClearing) =>
  (before: Policy, after: Policy) =>
    `${name}: ${changeText(part, before, after)}`;

const changedText = (part: PolicyClearing, { before, after, case: made }: PolicyChanged): string =>
  `Rule for ${subjectText(after)}: **${changeText(part, before, after)}**\nAll that is set for ${subjectText(after)} now: ${policyText(after)}. Case ${made.number}.`;

const grantedText = (grant: Grant, before: number, after: number): string =>
  `Granted to ${grant.scope === 'role' ? 'each member with ' : ''}${subjectText(grant)}: **${amountText(grant.unit, before)} → ${amountText(grant.unit, after)}**`;

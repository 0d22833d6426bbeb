import { ExpectedError } from '../../src/lib/errors.ts';
import { parseDuration } from '../../src/moderation/duration-text.ts';
import type { PolicyChange, PolicyClearing } from '../../src/moderation/quota-rules.ts';
import { GRANT_UNITS, type Grant } from '../../src/quota/grant.ts';
import { type Limit, limitText, QUOTA_UNITS, type QuotaUnit } from '../../src/quota/limit.ts';
import type { QuotaScope } from '../../src/quota/policy.ts';
import { QUOTA_WINDOWS, type QuotaWindow } from '../../src/quota/window.ts';

export const AMOUNT_MAX = 1_000_000;
/** Older videos are not looked at for a cooldown. */
const COOLDOWN_MAX_MS = 30 * 24 * 3_600_000;

/** What a moderator chose of `quota set`, as it came. */
export interface GivenRule {
  rule: string;
  amount: number | undefined;
  window: string | undefined;
  time: string | undefined;
}

/**
 * Reads one rule out of the options.
 * @throws ExpectedError for options that do not go together, with what to do
 */
export function readChange(given: GivenRule, scope: QuotaScope): PolicyChange {
  const unit = unitOf(given.rule);
  if (unit) {
    refuseOption('time', given.time, '`time` is for a cooldown only: choose a `window` here');
    const window = requireWindow(given.window);
    return { kind: 'limit', limit: { unit, window, amount: requireAmount(unit, given.amount) } };
  }
  refuseOption('window', given.window, 'This rule has no `window`');
  switch (given.rule) {
    case 'max-active':
      refuseOption('time', given.time, '`time` is for a cooldown only');
      return { kind: 'max-active', videos: requireMost(given.amount) };
    case 'cooldown':
      refuseOption('amount', given.amount, 'A cooldown is a `time`, such as `10m`');
      return { kind: 'cooldown', ms: requireCooldown(given.time) };
    case 'deny':
      refuseOption('amount', given.amount, '“No videos at all” takes no number');
      refuseOption('time', given.time, '`time` is for a cooldown only');
      if (scope === 'server') {
        throw new ExpectedError(
          'deny-everybody',
          'Not everybody can be denied at once. To take no new videos use `/veo-mod queue drain`; to allow none to those without a rule of their own set 0 videos here.',
        );
      }
      return { kind: 'deny' };
    default:
      throw unknownChoice('rule');
  }
}

/**
 * Reads which part of a subject's rules is cleared. A window may be left out where only one limit counts that unit.
 * @param limits what is set for the subject
 * @throws ExpectedError for options that do not go together, with what to do
 */
export function readClearing(
  { rule, window }: Pick<GivenRule, 'rule' | 'window'>,
  limits: readonly Limit[],
): PolicyClearing {
  const unit = unitOf(rule);
  if (unit) {
    if (window !== undefined) return { kind: 'limit', unit, window: requireWindow(window) };
    const [only, ...others] = limits.filter((limit) => limit.unit === unit);
    if (!only) throw new ExpectedError('nothing-changed', 'No such limit is set there. Nothing changed.');
    if (others.length > 0) {
      const set = [only, ...others].map(limitText).join(', ');
      throw new ExpectedError('window-missing', `Several are set (${set}): say which with \`window\`.`);
    }
    return { kind: 'limit', unit, window: only.window };
  }
  refuseOption('window', window, 'This rule has no `window`');
  switch (rule) {
    case 'max-active':
    case 'cooldown':
    case 'deny':
    case 'all':
      return { kind: rule };
    default:
      throw unknownChoice('rule');
  }
}

/** The part of a policy that a change is about. */
export const partOf = (change: PolicyChange): PolicyClearing =>
  change.kind === 'limit'
    ? { kind: 'limit', unit: change.limit.unit, window: change.limit.window }
    : { kind: change.kind };

/** Whether nobody whom a rule is for can make videos with it. */
export const shutsOut = (change: PolicyChange): boolean =>
  change.kind === 'deny' || (change.kind === 'limit' && change.limit.amount === 0);

/** @throws ExpectedError unless it is a number of videos, or of CU, more than 0 */
export function readGrantAmount(unit: string, amount: number): Pick<Grant, 'unit' | 'amount'> {
  const known = GRANT_UNITS.find((one) => one === unit);
  if (!known) throw unknownChoice('unit');
  if (amount === 0) throw new ExpectedError('amount', 'A grant of nothing gives nothing: choose 1 or more.');
  return { unit: known, amount: requireAmount(known, amount) };
}

const unitOf = (rule: string): QuotaUnit | undefined => QUOTA_UNITS.find((unit) => unit === rule);

function requireWindow(window: string | undefined): QuotaWindow {
  if (window === undefined) {
    throw new ExpectedError(
      'window-missing',
      'Choose over which stretch of time the amount counts with `window`, such as “Any 24 hours”.',
    );
  }
  const known = QUOTA_WINDOWS.find((one) => one === window);
  if (!known) throw unknownChoice('window');
  return known;
}

function requireAmount(unit: QuotaUnit, amount: number | undefined): number {
  if (amount === undefined) {
    throw new ExpectedError(
      'amount-missing',
      'Say how many with `amount`. 0 allows none; to lift a limit use `/veo-mod quota clear`.',
    );
  }
  const whole = unit === 'units' || Number.isInteger(amount);
  if (!whole || !(amount >= 0 && amount <= AMOUNT_MAX)) throw badAmount(unit === 'units' ? '' : 'whole ');
  return amount;
}

function requireMost(amount: number | undefined): number {
  if (amount === undefined) {
    throw new ExpectedError('amount-missing', 'Say how many videos may be made at once with `amount`.');
  }
  if (amount === 0) {
    throw new ExpectedError('amount', 'To allow no videos set the rule “Videos” to 0, or deny them.');
  }
  if (!Number.isInteger(amount) || !(amount > 0 && amount <= AMOUNT_MAX)) throw badAmount('whole ');
  return amount;
}

function requireCooldown(time: string | undefined): number {
  if (time === undefined) {
    throw new ExpectedError(
      'time-missing',
      'Say how long the cooldown is with `time`, such as `10m` or `2h`.',
    );
  }
  const ms = parseDuration(time);
  if (ms <= COOLDOWN_MAX_MS) return ms;
  throw new ExpectedError('duration', 'A cooldown lasts 30 days at most: choose a shorter `time`.');
}

/** @throws ExpectedError when an option was given that the rule does not take */
function refuseOption(name: string, value: unknown, why: string): void {
  if (value !== undefined) throw new ExpectedError('option', `${why}: leave \`${name}\` out.`);
}

const badAmount = (kind: string): ExpectedError =>
  new ExpectedError('amount', `\`amount\` takes a ${kind}number from 0 to ${AMOUNT_MAX}.`);

/** Discord offers only what is known; an old list may still be open somewhere. */
const unknownChoice = (option: string): ExpectedError =>
  new ExpectedError('option', `I do not know this \`${option}\` any more: reload Discord, and choose again.`);

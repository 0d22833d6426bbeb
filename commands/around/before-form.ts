import { orderingMember } from '../../src/discord/asking-member.ts';
import { refusalCode, refusalText } from '../../src/discord/refusal-text.ts';
import type { AccountViews, ExpectedVideo } from '../../src/jobs/account-view.ts';
import type { AdmissionRefusal } from '../../src/jobs/admission-decision.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { Pressed } from '../ordering.ts';

export interface BeforeFormOptions {
  accounts: AccountViews;
}

type Asker = Pick<Pressed, 'guildId' | 'user' | 'member' | 'memberPermissions'>;

/**
 * Looks before a form opens whether anything stands against a video whatever is filled in: nobody is to fill it in for nothing.
 * @throws ExpectedError
 */
export async function requireWelcome({ accounts }: BeforeFormOptions, interaction: Asker): Promise<void> {
  const { refusal } = await accounts.of(interaction.guildId, orderingMember(interaction));
  if (!refusal || !isCertain(refusal)) return;
  throw new ExpectedError(refusalCode(refusal), refusalText(refusal, undefined));
}

/**
 * Looks whether a video can be had that is filled in, before what it begins with is got ready for it.
 * @throws ExpectedError, as the order would
 */
export async function requireRoom(
  { accounts }: BeforeFormOptions,
  interaction: Asker,
  video: ExpectedVideo,
): Promise<void> {
  const asker = orderingMember(interaction);
  const { refusal, priceUnits } = await accounts.of(interaction.guildId, asker, video);
  if (refusal) throw new ExpectedError(refusalCode(refusal), refusalText(refusal, priceUnits));
}

/** How much there is left, and of what, depends on what is filled in, and on what ends meanwhile. */
function isCertain(refusal: AdmissionRefusal): boolean {
  switch (refusal.kind) {
    case 'blocked':
    case 'draining':
      return true;
    case 'quota':
      return refusal.decision.kind === 'denied';
    case 'budget':
      return false;
  }
}

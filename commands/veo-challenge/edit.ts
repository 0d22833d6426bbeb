import { ApplicationCommandOptionType } from 'discord.js';
import type { Challenge } from '../../src/challenges/challenge.ts';
import type { ChallengeStore } from '../../src/challenges/challenge-store.ts';
import { type ChallengeCost, challengeCost } from '../../src/challenges/cost.ts';
import { checkChanges, type Draft } from '../../src/challenges/editable.ts';
import { PHASES } from '../../src/challenges/phases.ts';
import { renderOverview, renderPage } from '../../src/discord/challenges/panel.ts';
import { renderForm, withTyped } from '../../src/discord/challenges/panel-forms.ts';
import type { PanelPage } from '../../src/discord/challenges/panel-page.ts';
import { findPanelForm, findPanelMenu, PANEL_PAGES } from '../../src/discord/challenges/panel-pages.ts';
import type { ChallengePanel } from '../../src/discord/challenges/panel-parts.ts';
import { changesText } from '../../src/discord/challenges/panel-words.ts';
import { customId } from '../../src/discord/custom-id.ts';
import type { Directory } from '../../src/discord/directory.ts';
import { requireAllowedTexts } from '../../src/jobs/approval.ts';
import type { LearntFacts } from '../../src/jobs/learnt-facts.ts';
import { ExpectedError } from '../../src/lib/errors.ts';
import type { PromptFilters } from '../../src/moderation/prompt-filters.ts';
import { typedInputs } from '../veo-setup/answers.ts';
import { type Host, requireHost } from './host.ts';
import {
  goneOn,
  type HostingOptions,
  hostsSubcommand,
  ownChallenge,
  panelMessage,
  privatePanel,
} from './hosting.ts';
import { listOf } from './list.ts';
import type { ChallengePart } from './part.ts';
import { pickedForPanel } from './picked.ts';

export interface EditPartOptions extends HostingOptions {
  challenges: Pick<ChallengeStore, 'find' | 'ofGuild' | 'change'>;
  filters: PromptFilters;
  facts: Pick<LearntFacts, 'price'>;
  /** One that asks every time. */
  freshDirectory: Pick<Directory, 'guild' | 'member' | 'ownId'>;
}

/** `/veo-challenge edit`: a private panel with everything that a host can set. It keeps nothing: every page is made of the database. */
export function createEditPart(options: EditPartOptions): ChallengePart {
  const { challenges, settings, filters, facts, freshDirectory, clock } = options;

  const costOf = ({ house }: Host, challenge: Challenge): Promise<ChallengeCost> =>
    challengeCost(facts, house, challenge.settings, clock.now());

  const pageOf = async (
    host: Host,
    challenge: Challenge,
    page: PanelPage | undefined,
    note?: string,
  ): Promise<ChallengePanel> => {
    const cost = await costOf(host, challenge);
    return page ? renderPage(page, challenge, cost, note) : renderOverview(challenge, cost, note);
  };

  /** Saves what was picked or typed, and gives the page as it looks then. Refusals change nothing. */
  const save = async (
    host: Host,
    id: number,
    page: PanelPage,
    edit: (before: Draft) => Draft,
  ): Promise<ChallengePanel> => {
    await ownChallenge(challenges, host, id);
    let note = '';
    const saved = await challenges.change(
      id,
      PHASES,
      (before) => {
        const after = edit(before);
        checkChanges(before.phase, before, after);
        note = changesText(before, after);
        const { title, theme, rules, settings: set, schedule, channelId } = after;
        return { title, theme, rules, settings: set, schedule, channelId };
      },
      clock.now(),
    );
    if (!saved) throw goneOn();
    return pageOf(host, saved, page, note === '' ? 'Nothing has changed.' : `✅ Saved:\n${note}`);
  };

  return {
    subcommands: [
      hostsSubcommand(
        options,
        {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'edit',
          description: 'For hosts: everything that can be set of a challenge',
        },
        PHASES,
        async (interaction, { host, challenge }) => {
          await interaction.reply(privatePanel(await pageOf(host, challenge, undefined)));
        },
      ),
    ],

    components: {
      'challenge-panel': async (interaction, id) => {
        const host = await requireHost(settings, interaction);
        const picked = interaction.isStringSelectMenu() ? Number(interaction.values[0]) : undefined;
        if (id === 0 && picked === undefined) {
          await interaction.update(panelMessage(await listOf(challenges, host.guildId)));
          return;
        }
        const challenge = await ownChallenge(challenges, host, id === 0 ? (picked ?? 0) : id);
        const page = id === 0 || picked === undefined ? undefined : pageAt(picked);
        await interaction.update(panelMessage(await pageOf(host, challenge, page)));
      },

      'challenge-set': async (interaction, id, { argument }) => {
        const host = await requireHost(settings, interaction);
        const found = findPanelMenu(Number(argument));
        if (!found) throw outdated();
        const { phase } = await ownChallenge(challenges, host, id);
        // Roles may have to be looked up, which can take longer than Discord waits.
        await interaction.deferUpdate();
        const picked = await pickedForPanel(interaction, found.menu.field, phase, freshDirectory);
        const page = await save(host, id, found.page, (before) => found.menu.change(picked, before));
        await interaction.editReply(panelMessage(page));
      },

      'challenge-edit': async (interaction, id, { argument }) => {
        const host = await requireHost(settings, interaction);
        const { form } = formAt(argument);
        const challenge = await ownChallenge(challenges, host, id);
        const context = { timeZone: host.house.timeZone, now: clock.now() };
        const formId = customId('challenge-edit', id, form.name);
        await interaction.showModal(renderForm(form, formId, challenge, context));
      },
    },

    modals: {
      'challenge-edit': async (interaction, id, { argument }) => {
        const host = await requireHost(settings, interaction);
        const { page, form } = formAt(argument);
        const typed = typedInputs(interaction);
        await requireAllowedTexts(
          filters,
          host.guildId,
          typed.map(({ value }) => value),
        );
        const context = { timeZone: host.house.timeZone, now: clock.now() };
        const shown = await save(host, id, page, (before) => withTyped(form.inputs, typed, before, context));
        if (interaction.isFromMessage()) await interaction.update(panelMessage(shown));
      },
    },
  };
}

function pageAt(index: number): PanelPage {
  const page = PANEL_PAGES[index];
  if (!page) throw outdated();
  return page;
}

function formAt(name: string | undefined): NonNullable<ReturnType<typeof findPanelForm>> {
  const found = findPanelForm(name ?? '');
  if (!found) throw outdated();
  return found;
}

const outdated = (): ExpectedError =>
  new ExpectedError('setting', 'This panel is from an older version: open `/veo-challenge edit` anew.');

import { entriesPage } from './panel-entry-page.ts';
import { membersPage } from './panel-members-page.ts';
import type { PanelForm, PanelMenu, PanelPage } from './panel-page.ts';
import { poolPage, prizesPage } from './panel-prize-pages.ts';
import { textPage } from './panel-text-page.ts';
import { announcementPage, votingPage } from './panel-vote-pages.ts';

/** A challenge's panel. A page is named by its place in this list, so new ones go to the end. */
export const PANEL_PAGES: readonly PanelPage[] = [
  textPage,
  entriesPage,
  membersPage,
  votingPage,
  prizesPage,
  poolPage,
  announcementPage,
];

export function findPanelMenu(number: number): { page: PanelPage; menu: PanelMenu } | undefined {
  for (const page of PANEL_PAGES) {
    const menu = page.menus.find((one) => one.number === number);
    if (menu) return { page, menu };
  }
  return undefined;
}

export function findPanelForm(name: string): { page: PanelPage; form: PanelForm } | undefined {
  for (const page of PANEL_PAGES) {
    const form = page.forms.find((one) => one.name === name);
    if (form) return { page, form };
  }
  return undefined;
}

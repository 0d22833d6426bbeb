import { channelsSection } from './channels-section.ts';
import { dataSection } from './data-section.ts';
import type { MenuField, Section } from './field.ts';
import { limitsSection } from './limits-section.ts';
import { membersSection } from './members-section.ts';
import { moderationSection } from './moderation-section.ts';
import { moneySection } from './money-section.ts';
import { resultsSection } from './results-section.ts';

/** The panel's pages. A section is named by its place in this list, so new ones go to the end. */
export const SECTIONS: readonly Section[] = [
  channelsSection,
  resultsSection,
  limitsSection,
  moderationSection,
  moneySection,
  membersSection,
  dataSection,
];

/** The section with this setting's menu. @returns undefined for a number that no setting has */
export function findMenu(number: number): { section: Section; field: MenuField } | undefined {
  for (const section of SECTIONS) {
    const field = section.menus.find((one) => one.number === number);
    if (field) return { section, field };
  }
  return undefined;
}

import { SETTING_BOUNDS } from '../../moderation/guild-settings.ts';
import type { Section } from './field.ts';
import { oneOf } from './menu-fields.ts';
import { unitsField, wholeNumberField } from './text-fields.ts';

export const moneySection: Section = {
  title: 'Money',
  description: 'Budgets in creative units (CU), dear videos, moderators’ limits',
  names: ['budgetPerDayUnits', 'budgetPerMonthUnits', 'confirmFromUnits', 'maxRunning', 'moderatorsExempt'],
  menus: [
    oneOf({
      number: 16,
      title: 'Limits for moderators',
      hint: 'Whether members’ limits hold for moderators too. Budgets hold for everybody.',
      placeholder: 'As for everybody',
      choices: [
        { value: false, label: 'As for everybody' },
        { value: true, label: 'None' },
      ],
      of: ({ moderatorsExempt }) => moderatorsExempt,
      set: (moderatorsExempt) => ({ moderatorsExempt }),
    }),
  ],
  texts: [
    unitsField({
      name: 'budgetPerDayUnits',
      empty: 'none',
      set: (budgetPerDayUnits) => ({ budgetPerDayUnits }),
    }),
    unitsField({
      name: 'budgetPerMonthUnits',
      empty: 'none',
      set: (budgetPerMonthUnits) => ({ budgetPerMonthUnits }),
    }),
    unitsField({
      name: 'confirmFromUnits',
      empty: 'never',
      set: (confirmFromUnits) => ({ confirmFromUnits }),
    }),
    wholeNumberField(
      { name: 'maxRunning', empty: 'as many as the bot allows', set: (maxRunning) => ({ maxRunning }) },
      SETTING_BOUNDS.maxRunning,
    ),
  ],
};

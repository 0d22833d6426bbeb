import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import { THEMES_MAX_LENGTH } from '../../challenges/series-plan.ts';
import { CHALLENGE_TEXT_MAX } from '../../challenges/settings.ts';
import { cut } from '../text.ts';
import { inputId } from './panel-forms.ts';

const INPUT = { key: 'themes' } as const;

/** The form for a series' themes. @param shown what stands in it at first */
export const renderThemesForm = (id: string, shown: string): APIModalInteractionResponseCallbackData => ({
  custom_id: id,
  title: 'Themes',
  components: [
    {
      type: ComponentType.Label,
      label: 'One theme a line',
      description: `Up to ${CHALLENGE_TEXT_MAX.theme} characters each. None comes twice before all came once; new ones come last.`,
      component: {
        type: ComponentType.TextInput,
        custom_id: inputId(INPUT, shown),
        style: TextInputStyle.Paragraph,
        required: true,
        max_length: THEMES_MAX_LENGTH,
        ...(shown === '' ? {} : { value: cut(shown, THEMES_MAX_LENGTH) }),
      },
    },
  ],
});

/** Whether a form showed these themes when it was opened. */
export const showedThemes = (customId: string, themes: string): boolean =>
  customId === inputId(INPUT, themes);

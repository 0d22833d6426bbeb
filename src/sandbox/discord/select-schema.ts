import { ComponentType } from 'discord.js';
import { z } from 'zod';
import { fault } from './form.ts';

export const componentId = z.int().min(0).nullish();
export const customId = z.string().min(1).max(100);

export const emoji = z.object({
  id: z.string().nullish(),
  name: z.string().nullish(),
  animated: z.boolean().nullish(),
});

/** What every menu has, in a message or in a modal. */
export const menuFields = {
  id: componentId,
  custom_id: customId,
  placeholder: z.string().max(150).nullish(),
  min_values: z.int().min(0).max(25).nullish(),
  max_values: z.int().min(1).max(25).nullish(),
};

const plainOption = z.object({
  label: z.string().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().max(100).nullish(),
  default: z.boolean().nullish(),
});

/** The options of a string menu. */
export const menuOptions = z
  .array(plainOption.extend({ emoji: emoji.nullish() }))
  .min(1)
  .max(25);

/** The options of radio buttons and checkboxes. */
export const boxOptions = (min: number) => z.array(plainOption).min(min).max(10);

const defaultValue = z.object({
  id: z.string().regex(/^\d{17,20}$/),
  type: z.enum(['user', 'role', 'channel']),
});

export type DefaultValue = z.infer<typeof defaultValue>;

/** What menus of users, roles and channels have besides. */
export const entityFields = {
  default_values: z.array(defaultValue).max(25).nullish(),
  channel_types: z.array(z.int()).nullish(),
};

export const ENTITY_MENUS = [
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
] as const;

const DEFAULTS: Readonly<Record<(typeof ENTITY_MENUS)[number], readonly DefaultValue['type'][]>> = {
  [ComponentType.UserSelect]: ['user'],
  [ComponentType.RoleSelect]: ['role'],
  [ComponentType.MentionableSelect]: ['user', 'role'],
  [ComponentType.ChannelSelect]: ['channel'],
};

interface Counted {
  min_values?: number | null | undefined;
  max_values?: number | null | undefined;
}

/** No value twice, no more defaults than may be picked, and no fewer options than must be. */
export function checkOptions(
  menu: Counted & { options: readonly { value: string; default?: boolean | null | undefined }[] },
  context: z.RefinementCtx,
): void {
  const { options, max_values: max, min_values: min } = menu;
  const values = options.map(({ value }) => value);
  options.forEach(({ value }, index) => {
    if (values.indexOf(value) === index) return;
    const text = 'The specified option value is already used';
    fault(context, ['options', index, 'value'], 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', text);
  });
  const needed = Math.max(min ?? 0, max ?? 0);
  if (options.length < needed) {
    fault(context, ['options'], 'BASE_TYPE_BAD_LENGTH', `Must be between ${needed} and 25 in length.`);
  }
  checkRange(menu, context);
  const preset = options.filter((option) => option.default).length;
  if (preset > (max ?? 1)) fault(context, ['options'], ...tooMany(max ?? 1));
}

/** Defaults of the menu's own kind, and as many as may be picked. */
export function checkDefaults(
  menu: Counted & {
    type: (typeof ENTITY_MENUS)[number];
    default_values?: readonly DefaultValue[] | null | undefined;
  },
  context: z.RefinementCtx,
): void {
  const allowed = DEFAULTS[menu.type];
  menu.default_values?.forEach(({ type }, index) => {
    if (allowed.includes(type)) return;
    const text = `Value must be one of {${allowed.join(', ')}}.`;
    fault(context, ['default_values', index, 'type'], 'BASE_TYPE_CHOICES', text);
  });
  checkRange(menu, context);
  const count = menu.default_values?.length ?? 0;
  const [min, max] = [menu.min_values ?? 1, menu.max_values ?? 1];
  if (count > 0 && (count < min || count > max)) fault(context, ['default_values'], ...tooMany(max));
}

function checkRange({ min_values: min, max_values: max }: Counted, context: z.RefinementCtx): void {
  if ((min ?? 1) <= (max ?? 1)) return;
  const text = `int value should be less than or equal to ${max ?? 1}.`;
  fault(context, ['min_values'], 'NUMBER_TYPE_MAX', text);
}

const tooMany = (max: number): [code: string, message: string] => [
  'SELECT_COMPONENT_DEFAULT_VALUES_COUNT',
  `The number of default values does not fit what can be picked (at most ${max}).`,
];

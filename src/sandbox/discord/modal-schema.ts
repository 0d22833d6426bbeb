import { ComponentType } from 'discord.js';
import { z } from 'zod';
import { fault } from './form.ts';
import {
  boxOptions,
  checkDefaults,
  checkOptions,
  customId,
  ENTITY_MENUS,
  entityFields,
  componentId as id,
  menuFields,
  menuOptions,
} from './select-schema.ts';

const required = z.boolean().nullish();

const textInput = z.object({
  type: z.literal(ComponentType.TextInput),
  id,
  custom_id: customId,
  style: z.int().min(1).max(2),
  label: z.string().max(45).nullish(),
  min_length: z.int().min(0).max(4000).nullish(),
  max_length: z.int().min(1).max(4000).nullish(),
  required,
  value: z.string().max(4000).nullish(),
  placeholder: z.string().max(100).nullish(),
});

const disabled = z.literal(false, 'Modals cannot have disabled components').nullish();
const common = { required, disabled };
const boxCounts = {
  min_values: z.int().min(0).max(10).nullish(),
  max_values: z.int().min(1).max(10).nullish(),
};

/** Whoever must be answered cannot be content with nothing. */
function checkRequired(
  input: { required?: boolean | null | undefined; min_values?: number | null | undefined },
  context: z.RefinementCtx,
): void {
  if (input.required === false || input.min_values !== 0) return;
  const text = 'int value should be greater than or equal to 1.';
  fault(context, ['min_values'], 'NUMBER_TYPE_MIN', text);
}

const input = z.discriminatedUnion('type', [
  textInput,
  z
    .object({ type: z.literal(ComponentType.StringSelect), ...menuFields, ...common, options: menuOptions })
    .superRefine(checkOptions)
    .superRefine(checkRequired),
  z
    .object({ type: z.literal(ENTITY_MENUS), ...menuFields, ...common, ...entityFields })
    .superRefine(checkDefaults)
    .superRefine(checkRequired),
  z.object({
    type: z.literal(ComponentType.RadioGroup),
    id,
    custom_id: customId,
    required,
    options: boxOptions(2),
  }),
  z
    .object({
      type: z.literal(ComponentType.CheckboxGroup),
      id,
      custom_id: customId,
      required,
      ...boxCounts,
      options: boxOptions(1),
    })
    .superRefine(checkRequired),
  z
    .object({
      type: z.literal(ComponentType.FileUpload),
      id,
      custom_id: customId,
      required,
      ...boxCounts,
      file_types: z.array(z.string()).max(10).nullish(),
    })
    .superRefine(checkRequired),
  z.object({
    type: z.literal(ComponentType.Checkbox),
    id,
    custom_id: customId,
    default: z.boolean().nullish(),
  }),
]);

const oldRow = z.object({
  type: z.literal(ComponentType.ActionRow),
  id,
  components: z.tuple([textInput.extend({ label: z.string().min(1).max(45) })]),
});

const label = z.object({
  type: z.literal(ComponentType.Label),
  id,
  label: z.string().min(1).max(45),
  description: z.string().min(1).max(100).nullish(),
  component: input,
});

const text = z.object({
  type: z.literal(ComponentType.TextDisplay),
  id,
  content: z.string().min(1).max(4000),
});

/** A modal as the bot sends it with callback type 9. */
export const modal = z
  .object({
    custom_id: customId,
    title: z.string().min(1).max(45),
    components: z
      .array(z.discriminatedUnion('type', [oldRow, label, text]))
      .min(1)
      .max(5),
  })
  .superRefine(({ components }, context) => {
    const seen = new Set<string>();
    components.forEach((part, index) => {
      for (const { custom_id } of inputsOf(part)) {
        const path = ['components', index];
        const text = 'Component custom id cannot be duplicated';
        if (seen.has(custom_id)) fault(context, path, 'COMPONENT_CUSTOM_ID_DUPLICATED', text);
        seen.add(custom_id);
      }
    });
  });

export type SandboxModal = z.infer<typeof modal>;
export type ModalPart = SandboxModal['components'][number];
export type ModalInput = z.infer<typeof input>;

/** What can be filled in in one part of a modal. */
export function inputsOf(part: ModalPart): readonly ModalInput[] {
  switch (part.type) {
    case ComponentType.ActionRow:
      return part.components;
    case ComponentType.Label:
      return [part.component];
    case ComponentType.TextDisplay:
      return [];
  }
}

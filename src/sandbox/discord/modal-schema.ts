import { ComponentType } from 'discord.js';
import { z } from 'zod';

const id = z.int().min(0).nullish();
const customId = z.string().min(1).max(100);
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

const option = z.object({
  label: z.string().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().max(100).nullish(),
  default: z.boolean().nullish(),
});

const picker = {
  id,
  custom_id: customId,
  required,
  placeholder: z.string().max(150).nullish(),
  min_values: z.int().min(0).max(25).nullish(),
  max_values: z.int().min(1).max(25).nullish(),
};

const input = z.discriminatedUnion('type', [
  textInput,
  z.object({
    type: z.literal([ComponentType.StringSelect, ComponentType.RadioGroup, ComponentType.CheckboxGroup]),
    ...picker,
    options: z.array(option).min(1).max(25),
  }),
  z.object({
    type: z.literal([
      ComponentType.UserSelect,
      ComponentType.RoleSelect,
      ComponentType.MentionableSelect,
      ComponentType.ChannelSelect,
    ]),
    ...picker,
  }),
  z.object({
    type: z.literal(ComponentType.FileUpload),
    ...picker,
    file_types: z.array(z.string()).max(10).nullish(),
  }),
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
  description: z.string().max(100).nullish(),
  component: input,
});

const text = z.object({
  type: z.literal(ComponentType.TextDisplay),
  id,
  content: z.string().min(1).max(4000),
});

/** A modal as the bot sends it with callback type 9. */
export const modal = z.object({
  custom_id: customId,
  title: z.string().min(1).max(45),
  components: z
    .array(z.discriminatedUnion('type', [oldRow, label, text]))
    .min(1)
    .max(5),
});

export type SandboxModal = z.infer<typeof modal>;
export type ModalPart = SandboxModal['components'][number];
export type ModalInput = z.infer<typeof input>;

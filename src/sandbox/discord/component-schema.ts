import { ButtonStyle, ComponentType } from 'discord.js';
import { z } from 'zod';
import { fault } from './form.ts';
import {
  checkDefaults,
  checkOptions,
  customId,
  type DefaultValue,
  ENTITY_MENUS,
  emoji,
  entityFields,
  componentId as id,
  menuFields,
  menuOptions,
} from './select-schema.ts';

interface SandboxSelectOption {
  label: string;
  value: string;
  description?: string | null | undefined;
  default?: boolean | null | undefined;
}

/** Any message component; which fields it has depends on `type`. */
export interface SandboxComponent {
  type: number;
  id?: number | null | undefined;
  custom_id?: string | null | undefined;
  label?: string | null | undefined;
  style?: number | undefined;
  url?: string | null | undefined;
  disabled?: boolean | null | undefined;
  placeholder?: string | null | undefined;
  min_values?: number | null | undefined;
  max_values?: number | null | undefined;
  options?: SandboxSelectOption[] | undefined;
  default_values?: DefaultValue[] | null | undefined;
  channel_types?: number[] | null | undefined;
  content?: string | undefined;
  description?: string | null | undefined;
  spoiler?: boolean | null | undefined;
  accent_color?: number | null | undefined;
  divider?: boolean | null | undefined;
  spacing?: number | null | undefined;
  media?: { url: string } | undefined;
  file?: { url: string } | undefined;
  items?: { media: { url: string }; description?: string | null | undefined }[] | undefined;
  components?: SandboxComponent[] | undefined;
  accessory?: SandboxComponent | undefined;
}

const button = z
  .object({
    type: z.literal(ComponentType.Button),
    id,
    style: z.int().min(1).max(6),
    label: z.string().max(80).nullish(),
    emoji: emoji.nullish(),
    custom_id: customId.nullish(),
    url: z.string().max(512).nullish(),
    disabled: z.boolean().nullish(),
  })
  .superRefine((value, context) => {
    const isLink = value.style === ButtonStyle.Link;
    if (isLink && value.url == null) {
      fault(context, ['url'], 'BUTTON_COMPONENT_URL_REQUIRED', 'A url is required');
    }
    if (isLink === (value.custom_id != null)) {
      const text = isLink ? 'A custom id and url cannot both be specified' : 'A custom id is required';
      const code = isLink
        ? 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE'
        : 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED';
      fault(context, ['custom_id'], code, text);
    }
    if (!value.label && value.emoji == null) {
      fault(context, ['label'], 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A label or emoji is required');
    }
  });

const disabled = z.boolean().nullish();

const stringSelect = z
  .object({ type: z.literal(ComponentType.StringSelect), ...menuFields, disabled, options: menuOptions })
  .superRefine(checkOptions);

const entitySelect = z
  .object({ type: z.literal(ENTITY_MENUS), ...menuFields, disabled, ...entityFields })
  .superRefine(checkDefaults);

const textDisplay = z.object({
  type: z.literal(ComponentType.TextDisplay),
  id,
  content: z.string().min(1).max(4000),
});
const media = z.object({ url: z.string().regex(/^(https?|attachment):\/\/\S+$/i) });
const description = z.string().max(1024).nullish();
const spoiler = z.boolean().nullish();

const thumbnail = z.object({ type: z.literal(ComponentType.Thumbnail), id, media, description, spoiler });

/** Message components of both layouts; where each may stand is `checkLayout`'s matter. */
export const component: z.ZodType<SandboxComponent> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal(ComponentType.ActionRow),
    id,
    get components() {
      return z.array(component).min(1).max(5);
    },
  }),
  button,
  stringSelect,
  entitySelect,
  textDisplay,
  thumbnail,
  z.object({
    type: z.literal(ComponentType.Section),
    id,
    components: z.array(textDisplay).min(1).max(3),
    accessory: z.discriminatedUnion('type', [button, thumbnail]),
  }),
  z.object({
    type: z.literal(ComponentType.MediaGallery),
    id,
    items: z.array(z.object({ media, description, spoiler })).min(1).max(10),
  }),
  z.object({ type: z.literal(ComponentType.File), id, file: media, spoiler }),
  z.object({
    type: z.literal(ComponentType.Separator),
    id,
    divider: z.boolean().nullish(),
    spacing: z.int().min(1).max(2).nullish(),
  }),
  z.object({
    type: z.literal(ComponentType.Container),
    id,
    accent_color: z.int().min(0).max(0xffffff).nullish(),
    spoiler,
    get components() {
      return z.array(component).min(1);
    },
  }),
]);

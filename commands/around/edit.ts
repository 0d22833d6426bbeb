import { hasReferences, readPictures } from '../../src/discord/around/form-pictures.ts';
import { editForm, readEdited, readTexts } from '../../src/discord/around/video-form.ts';
import type { Answers } from '../../src/discord/command.ts';
import { checkedSettings } from '../../src/discord/command-options.ts';
import type { KeptPicture } from '../../src/jobs/input-pictures.ts';
import type { GivenSettings } from '../../src/veo/settings.ts';
import { type DerivedOptions, orderFrom, requireParent, requireParentOfForm, settingsOf } from './derived.ts';
import { deferForm, keepingTyped } from './typed-text.ts';

/** The button **Edit**, and its form: another video with what was changed in it. */
export function createEdit(options: DerivedOptions): Answers {
  return {
    components: {
      edit: async (interaction, jobId, { place }) => {
        const { job, house } = await requireParentOfForm(options, interaction, jobId, place);
        await interaction.showModal(editForm(job, house));
      },
    },
    modals: {
      edit: async (interaction, jobId, { place }) => {
        const typed = readTexts(interaction.fields);
        await keepingTyped(interaction, typed, { action: 'edit', jobId }, async () => {
          const parent = await requireParent(options, interaction, jobId);
          const { job, house } = parent;
          const { kept, pictures } = readPictures(interaction.fields, job, house);
          const settings = checkedSettings({
            ...withoutLonelyKind(settingsOf(job), [...pictures, ...kept]),
            ...typed,
            ...readEdited(interaction.fields, job, house),
          });
          await deferForm(interaction);
          await orderFrom(options, interaction, parent, place, 'edit', { settings, pictures, kept });
        });
      },
    },
  };
}

/** What reference pictures are for says nothing without them. */
function withoutLonelyKind(
  { referenceImagesType, ...others }: GivenSettings,
  pictures: readonly Pick<KeptPicture, 'slot'>[],
): GivenSettings {
  const isLonely = !hasReferences(pictures.map(({ slot }) => slot));
  return isLonely || referenceImagesType === undefined ? others : { ...others, referenceImagesType };
}

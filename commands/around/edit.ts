import { hasReferences, uploadSlots } from '../../src/discord/around/form-pictures.ts';
import { editForm, readEdited, readFiles, readTexts } from '../../src/discord/around/video-form.ts';
import type { Answers } from '../../src/discord/command.ts';
import { attachedPicture, checkedSettings } from '../../src/discord/command-options.ts';
import type { AttachedPicture, KeptPicture } from '../../src/jobs/input-pictures.ts';
import { keptPictures } from '../../src/jobs/kept-pictures.ts';
import type { GivenSettings } from '../../src/veo/settings.ts';
import { type DerivedOptions, orderFrom, type Parent, requireParent, settingsOf } from './derived.ts';
import { deferForm, keepingTyped } from './typed-text.ts';

/** The button **Edit**, and its form: another video with what was changed in it. */
export function createEdit(options: DerivedOptions): Answers {
  return {
    components: {
      edit: async (interaction, jobId) => {
        const { job, house } = await requireParent(options, interaction, jobId);
        await interaction.showModal(editForm(job, house));
      },
    },
    modals: {
      edit: async (interaction, jobId, { place }) => {
        const typed = readTexts(interaction.fields);
        await keepingTyped(interaction, typed, { action: 'edit', jobId }, async () => {
          const parent = await requireParent(options, interaction, jobId);
          const { job, house } = parent;
          const files = readFiles(interaction.fields);
          const pictures = uploadSlots(job).flatMap((slot, index) => {
            const file = files[index];
            return file ? [attachedPicture(slot, file)] : [];
          });
          const kept = pictures.length > 0 ? [] : keptBy(parent);
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

/** Where the server wants no pictures any more, or they never came, it goes on without: the form says so. */
const keptBy = ({ job, house }: Parent): readonly KeptPicture[] =>
  house.picturesAllowed ? (keptPictures(job) ?? []) : [];

/** What reference pictures are for says nothing without them. */
function withoutLonelyKind(
  { referenceImagesType, ...others }: GivenSettings,
  pictures: readonly Pick<AttachedPicture, 'slot'>[],
): GivenSettings {
  const isLonely = !hasReferences(pictures.map(({ slot }) => slot));
  return isLonely || referenceImagesType === undefined ? others : { ...others, referenceImagesType };
}

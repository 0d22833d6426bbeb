import { PermissionFlagsBits as Can } from 'discord.js';
import { pick, press } from '../hands.ts';
import { nameChannels, openPanel, openSection, typeNumbers } from '../house.ts';
import { type Scene, seen } from '../scene.ts';

/** A moderator sets the server up, and lets the bot check it. */
export const setupScene: Scene = {
  name: 'setup',
  play: async (stage, shoot) => {
    const { films, gallery } = stage.channels;
    const { mia } = stage.people;
    const panel = await nameChannels(stage);
    await stage.answer(await pick(mia, panel, 'Moderator role', [stage.roles.moderators.id]));
    await stage.answer(await pick(mia, panel, 'Approval', ['Videos of new members']));
    await shoot('setup-section', seen(panel));

    await stage.answer(await press(mia, panel, 'Back'));
    await openSection(stage, panel, 'Money');
    const form = await press(mia, panel, 'Edit numbers');
    await form.response;
    if (form.modal) await shoot('setup-form', [{ kind: 'modal', modal: form.modal }]);
    await typeNumbers(stage, panel, { 'Budget a day': '2000', 'Asks before it orders': '500' });
    await stage.answer(await press(mia, panel, 'Back'));
    await openSection(stage, panel, 'Channels');
    await stage.answer(await pick(mia, panel, 'Where `/veo` may be used', [films.id]));
    await stage.answer(await press(mia, panel, 'Back'));
    await openSection(stage, panel, 'Results');
    await stage.answer(await pick(mia, panel, 'Gallery', [gallery.id]));
    await shoot('setup', seen(await openPanel(stage)));

    gallery.botPermissions &= ~Can.AttachFiles;
    await shoot('setup-check', seen(await stage.answer(await press(mia, panel, 'Check'))));
  },
};

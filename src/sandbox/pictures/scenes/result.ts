import { fillIn, press } from '../hands.ts';
import { posted } from '../house.ts';
import { photo } from '../photo.ts';
import { type Scene, seen } from '../scene.ts';

const PROMPT = 'A lighthouse in a storm, waves breaking over the rocks';
const AFTER = 'The clouds part, and the sea lies calm in the morning sun';

/** A video, what others make of it, and what there is under **More**. */
export const resultScene: Scene = {
  name: 'result',
  play: async (stage, shoot) => {
    const { films } = stage.channels;
    const { ada, bo, cleo } = stage.people;
    const result = await stage.video(ada, PROMPT);
    await shoot('result', seen(result), films);

    const form = await press(bo, result, '✏️ Edit');
    await form.response;
    if (form.modal) await shoot('edit-form', [{ kind: 'modal', modal: form.modal }]);

    await press(bo, result, '🎲 Again');
    const card = await posted(films, /made .* again/);
    await stage.finished([card]);
    const again = stage.resultOf(card);
    await shoot('again', seen(again), films);

    await fillIn(cleo, await press(cleo, again, '🎞️ Continue'), { Prompt: AFTER });
    const next = await posted(films, /continued/);
    await stage.finished([next]);
    const panel = await stage.answer(await press(cleo, stage.resultOf(next), '⋯ More'));
    const details = await stage.answer(await press(cleo, panel, 'Details'));
    await shoot('more', seen(panel, details), films);
    await stage.answer(await press(cleo, panel, 'Send to my DMs'));
    await shoot('direct', seen(...stage.directMessages(cleo).slice(-1)));
  },
};

/** A video that was made with pictures is to be changed. */
export const editPicturesScene: Scene = {
  name: 'edit-pictures',
  play: async (stage, shoot) => {
    const { ada } = stage.people;
    const result = await stage.video(ada, 'The paper boat sets sail', {
      image: await photo('boat.png', 640, 360),
      last_frame_image: await photo('sea.png', 640, 360),
    });
    const form = await press(ada, result, '✏️ Edit');
    await form.response;
    if (form.modal) await shoot('edit-pictures', [{ kind: 'modal', modal: form.modal }]);
  },
};

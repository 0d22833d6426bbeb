import type { SandboxMessage } from '../../discord/message.ts';
import type { SandboxMember } from '../../discord/model.ts';
import { photo } from '../photo.ts';
import { type Scene, seen } from '../scene.ts';

const MINUTE_MS = 60_000;
const MADE = ['A fox crosses a snowy road at dawn', 'A lighthouse in a storm, waves breaking over the rocks'];

/** Earlier videos, and what the queue holds. */
export const historyScene: Scene = {
  name: 'history',
  outcome: ({ prompt = '' }) =>
    prompt.includes('politician')
      ? { kind: 'failure', error: 'content policy violation (safety)' }
      : { kind: 'success' },
  play: async (stage, shoot) => {
    const { films } = stage.channels;
    const { ada, bo, cleo } = stage.people;
    const ask = async (member: SandboxMember, prompt: string): Promise<SandboxMessage> =>
      stage.answer(await stage.type(member, films, '/veo', { prompt }));
    for (const prompt of MADE) {
      await stage.video(ada, prompt);
      await stage.pass(40 * MINUTE_MS);
    }
    await stage.finished([await ask(ada, 'A famous politician dances on a table')]);
    await stage.pass(10 * MINUTE_MS);
    await shoot('history', seen(await stage.answer(await stage.type(ada, films, '/veo-history'))), films);

    const working = [
      await ask(bo, 'A whale glides over a sleeping city'),
      await ask(cleo, 'Tea pours upwards into a floating pot'),
      await ask(cleo, 'A robot learns to ride a bicycle'),
    ];
    await stage.ordered(working);
    await ask(cleo, 'Snow falls inside a library');
    await ask(ada, 'A paper dragon unfolds on a desk');
    await stage.pass(20_000);
    await shoot('queue', seen(await stage.answer(await stage.type(ada, films, '/veo-queue'))), films);
  },
};

/** A video is to begin with somebody's picture. */
export const animateScene: Scene = {
  name: 'animate',
  play: async (stage, shoot) => {
    const { films } = stage.channels;
    const { bo, ada } = stage.people;
    const shown = await bo.show(films, { files: [await photo('boat.png', 180, 240)] });
    const form = await ada.contextMenu(films, 'Animate with Veo', shown);
    await form.response;
    if (form.modal) await shoot('animate', [...seen(shown), { kind: 'modal', modal: form.modal }], films);
  },
};

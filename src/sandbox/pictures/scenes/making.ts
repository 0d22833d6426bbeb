import { photo } from '../photo.ts';
import { type Scene, seen } from '../scene.ts';
import { until } from '../until.ts';

/** A video is asked for, with a picture that does not have its shape. */
export const makingScene: Scene = {
  name: 'making',
  play: async (stage, shoot) => {
    const { films } = stage.channels;
    const asked = await stage.type(stage.people.ada, films, '/veo', {
      prompt: 'The paper boat sails down a rain-filled gutter at dusk, neon signs rippling in the water',
      image: await photo('boat.png', 900, 900),
    });
    const card = await stage.answer(asked);
    const note = await until('what is said of the picture', () => asked.followups[0]);
    await stage.ordered([card]);
    await stage.pass(20_000);
    await shoot('card', seen(card, note), films);
  },
};

/** A video is asked for as a spoiler. */
export const spoilerScene: Scene = {
  name: 'spoiler',
  play: async (stage, shoot) => {
    const { films } = stage.channels;
    const wish = { prompt: 'The masked knight takes off her helmet', spoiler: true };
    const card = await stage.answer(await stage.type(stage.people.ada, films, '/veo', wish));
    await stage.finished([card]);
    await shoot('spoiler', seen(stage.resultOf(card)), films);
  },
};

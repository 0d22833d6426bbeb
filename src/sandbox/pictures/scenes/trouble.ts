import { PermissionFlagsBits as Can } from 'discord.js';
import { type Scene, seen } from '../scene.ts';

/** As a provider words it. */
const REFUSAL = 'The request was blocked by the provider: content policy violation (safety).';
const LARGE_BYTES = 31 * 1_024 * 1_024;

/** The model's safety filter refuses a video. */
export const blockedScene: Scene = {
  name: 'blocked',
  outcome: () => ({ kind: 'failure', error: REFUSAL }),
  play: async (stage, shoot) => {
    const { films } = stage.channels;
    const prompt = 'A famous politician dances on a table';
    const card = await stage.answer(await stage.type(stage.people.bo, films, '/veo', { prompt }));
    await stage.finished([card]);
    await shoot('blocked', seen(card), films);
  },
};

/** A video is ready, but its channel is closed to the bot by then. */
export const undeliveredScene: Scene = {
  name: 'undelivered',
  play: async (stage, shoot) => {
    const { films } = stage.channels;
    const prompt = 'A fox crosses a snowy road at dawn';
    const card = await stage.answer(await stage.type(stage.people.ada, films, '/veo', { prompt }));
    await stage.ordered([card]);
    films.botPermissions &= ~Can.AttachFiles;
    await stage.finished([card]);
    await shoot('undelivered', seen(card), films);
  },
};

/** A video is larger than the server takes. */
export const largeScene: Scene = {
  name: 'large',
  videoBytes: LARGE_BYTES,
  play: async (stage, shoot) => {
    const { films } = stage.channels;
    const wish = { prompt: 'A market street in the rain, hundreds of umbrellas', resolution: '1080p' };
    const card = await stage.answer(await stage.type(stage.people.dev, films, '/veo', wish));
    await stage.finished([card]);
    await shoot('large', seen(stage.resultOf(card)), films);
  },
};

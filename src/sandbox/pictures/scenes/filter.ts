import { type Scene, seen } from '../scene.ts';

const RULES = [
  { kind: 'word', text: 'blood', action: 'refuse' },
  { kind: 'exception', text: 'blood orange' },
  { kind: 'pattern', text: '(?i)\\bin the style of \\w+', action: 'hold' },
] as const;
const TRIED = 'A bl00d moon above a blood orange, in the style of Hokusai';

/** A few rules of the prompt filter, and what they find in a prompt. */
export const filterScene: Scene = {
  name: 'filter',
  play: async (stage, shoot) => {
    const { mia } = stage.people;
    const { moderators } = stage.channels;
    for (const rule of RULES) {
      await stage.answer(await stage.type(mia, moderators, '/veo-mod filter add', rule));
    }
    const list = await stage.answer(await stage.type(mia, moderators, '/veo-mod filter list'));
    const tried = await stage.type(mia, moderators, '/veo-mod filter test', { text: TRIED });
    await shoot('filter', seen(list, await stage.answer(tried)));
  },
};

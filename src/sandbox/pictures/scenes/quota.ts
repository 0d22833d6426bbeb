import { type Scene, seen } from '../scene.ts';

const HOUR_MS = 3_600_000;
const RULES = [
  { rule: 'videos', amount: 3, window: 'calendar-day' },
  { rule: 'max-active', amount: 2 },
] as const;

/** Rules for everybody and for roles, an extra gift, and how they look to a member and to a moderator. */
export const quotaScene: Scene = {
  name: 'quota',
  play: async (stage, shoot) => {
    const { films, moderators } = stage.channels;
    const { ada, mia } = stage.people;
    const { artists, students } = stage.roles;
    const rule = async (options: Record<string, string | number>) =>
      stage.answer(await stage.type(mia, moderators, '/veo-mod quota set', options));
    for (const options of RULES) await rule(options);
    await rule({ rule: 'videos', amount: 2, window: 'rolling-day', role: students.id });
    await rule({ rule: 'videos', amount: 40, window: 'calendar-month', role: artists.id });
    await rule({ rule: 'videos', amount: 5, window: 'rolling-day', role: artists.id });

    for (const prompt of ['A lighthouse in a storm, waves breaking', 'A fox crosses a snowy road at dawn']) {
      await stage.video(ada, prompt);
      await stage.pass(HOUR_MS);
    }
    await stage.answer(
      await stage.type(mia, moderators, '/veo-mod quota grant', {
        amount: 2,
        unit: 'videos',
        user: ada.id,
        expires: '7d',
        reason: 'Won the October challenge',
      }),
    );
    await shoot('quota', seen(await stage.answer(await stage.type(ada, films, '/veo-quota'))));
    const explained = await stage.type(mia, moderators, '/veo-mod quota explain', { user: ada.id });
    await shoot('quota-explain', seen(await stage.answer(explained)));
  },
};

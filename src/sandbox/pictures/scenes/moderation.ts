import { fillIn, pick } from '../hands.ts';
import { nameChannels, openPanel, openSection, posted, typeNumbers } from '../house.ts';
import { type Scene, seen } from '../scene.ts';

const MINUTE_MS = 60_000;
const REASON = 'Keeps asking for real people';

/** A new member's video waits for a moderator. */
export const approvalScene: Scene = {
  name: 'approval',
  play: async (stage, shoot) => {
    const { films, moderators } = stage.channels;
    const { ada, nils, mia } = stage.people;
    const panel = await nameChannels(stage);
    await stage.answer(await pick(mia, panel, 'Approval', ['Videos of new members']));
    await stage.video(ada, 'A lighthouse in a storm, waves breaking over the rocks');
    const prompt = 'A dragon made of autumn leaves wakes up in a quiet park, children watching from afar';
    await stage.answer(await stage.type(nils, films, '/veo', { prompt }));
    const asked = await posted(moderators, /Waiting for approval/);
    await stage.pass(20 * MINUTE_MS);
    await shoot('approval', seen(asked), moderators);
  },
};

/** A member is blocked: the case in the log. */
export const caseScene: Scene = {
  name: 'case',
  play: async (stage, shoot) => {
    const { moderators, log } = stage.channels;
    const { bo, mia } = stage.people;
    await nameChannels(stage);
    const options = { user: bo.id, reason: REASON, duration: '7d' };
    await stage.answer(await stage.type(mia, moderators, '/veo-mod user block', options));
    const logged = await posted(log, /Member blocked/);
    await stage.pass(5 * MINUTE_MS);
    await shoot('case', seen(logged), log);
  },
};

/** A video is reported, and a moderator looks at it. */
export const moderateScene: Scene = {
  name: 'moderate',
  play: async (stage, shoot) => {
    const { films, log } = stage.channels;
    const { ada, cleo, mia } = stage.people;
    await nameChannels(stage);
    const prompt = 'A clown walks slowly down a dark hospital corridor, flickering lights';
    const result = await stage.video(ada, prompt);
    await fillIn(cleo, await cleo.contextMenu(films, 'Report video', result), {
      'What is wrong with it?': ['unsafe'],
      'Tell the moderators more': 'This scares the younger members. Please hide it.',
    });
    const report = await posted(log, /Report 1/);
    await stage.pass(5 * MINUTE_MS);
    await shoot('report', seen(report), log);
    const panel = await stage.answer(await mia.contextMenu(films, 'Moderate video', result));
    await shoot('moderate', seen(result, panel), films);
  },
};

/** A day's budget is nearly used up. */
export const budgetScene: Scene = {
  name: 'budget',
  play: async (stage, shoot) => {
    const { ada, bo } = stage.people;
    await nameChannels(stage);
    const panel = await openPanel(stage);
    await openSection(stage, panel, 'Money');
    await typeNumbers(stage, panel, { 'Budget a day': '1000' });
    for (const member of [ada, bo]) await stage.video(member, 'A lighthouse in a storm');
    await shoot('budget', seen(await posted(stage.channels.log, /80 % used/)), stage.channels.log);
  },
};

/** A member is asked whether a video is worth its price. */
export const confirmScene: Scene = {
  name: 'confirm',
  play: async (stage, shoot) => {
    const { bo } = stage.people;
    const { films } = stage.channels;
    // Meanwhile the bot asks Scenario what videos cost.
    await stage.video(bo, 'A lighthouse in a storm');
    const panel = await openPanel(stage);
    await openSection(stage, panel, 'Money');
    await typeNumbers(stage, panel, { 'Asks before it orders': '500' });
    const dear = { prompt: 'A whale glides over a sleeping city', resolution: '1080p' };
    await shoot('confirm', seen(await stage.answer(await stage.type(bo, films, '/veo', dear))));
  },
};

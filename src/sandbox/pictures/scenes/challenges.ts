import { PermissionFlagsBits as Can } from 'discord.js';
import { draftChallenge, openContest, openCreate, publish, TITLE, turnTo, typeInto } from '../contest.ts';
import { fillIn, pick, press } from '../hands.ts';
import { type Scene, seen } from '../scene.ts';

/** A host makes a challenge, sets it up, looks at it, and publishes it. */
export const hostingScene: Scene = {
  name: 'challenge-hosting',
  play: async (stage, shoot) => {
    const { mia, dev } = stage.people;
    const contest = openContest(stage);
    const { channel, champion } = contest;
    // Meanwhile the bot asks Scenario what videos cost.
    await stage.video(dev, 'A lighthouse in a storm');

    const form = await openCreate(stage, channel);
    await form.response;
    if (form.modal) await shoot('challenge-create', [{ kind: 'modal', modal: form.modal }]);

    const panel = await draftChallenge(stage, contest);
    await turnTo(stage, panel, 'Prizes');
    await stage.answer(await pick(mia, panel, '1st place: role', [champion.id]));
    await typeInto(stage, panel, '1st place', { 'Days that the role is kept': '30', 'Bonus videos': '3' });
    await typeInto(stage, panel, '2nd place', { 'Bonus videos': '1' });
    await turnTo(stage, panel, 'Pool');
    await typeInto(stage, panel, 'Pool', {
      'Free videos for each entrant': '1',
      'Most that all of them cost together': '5000',
    });
    await turnTo(stage, panel, 'Voting');
    await typeInto(stage, panel, 'Ratings and review', { 'Hours for moderators to review entries': '12' });
    await stage.answer(await pick(mia, panel, 'Ties', ['A second vote decides the first place']));
    await shoot('challenge-page', seen(panel));
    await stage.answer(await press(mia, panel, 'Back'));
    await shoot('challenge-panel', seen(panel));

    const allowed = channel.botPermissions;
    channel.botPermissions &= ~(Can.PinMessages | Can.CreatePublicThreads);
    await shoot('challenge-preview', seen(await stage.answer(await press(mia, panel, 'Preview'))));
    channel.botPermissions = allowed;
    await shoot('challenge-announced', seen(await publish(stage, contest, panel)), channel);
  },
};

const THEMES = ['Night trains', 'A window in winter', 'The sea from below', 'Breakfast'];

/** A challenge that comes back every Friday, with themes that members vote on. */
export const seriesScene: Scene = {
  name: 'challenge-series',
  play: async (stage, shoot) => {
    const { mia } = stage.people;
    const contest = openContest(stage);
    await draftChallenge(stage, contest);
    const about = { challenge: TITLE, on: 'every Friday', at: '18:00', next_theme: 'vote' };
    const asked = await stage.type(mia, contest.channel, '/veo-challenge series-start', about);
    const panel = await stage.answer(asked);
    await shoot('challenge-series-plan', seen(panel));
    const form = await press(mia, panel, 'Themes…');
    await stage.answer(await fillIn(mia, form, { 'One theme a line': THEMES.join('\n') }));
    await shoot('challenge-series', seen(panel));
  },
};

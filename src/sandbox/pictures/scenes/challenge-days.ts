import type { SandboxMessage } from '../../discord/message.ts';
import {
  type Contest,
  draftChallenge,
  enter,
  openContest,
  publish,
  rate,
  TITLE,
  turnTo,
  typeInto,
} from '../contest.ts';
import { fillIn, pick, press } from '../hands.ts';
import { nameChannels, posted } from '../house.ts';
import { type Scene, type Shoot, seen } from '../scene.ts';
import type { Stage } from '../stage.ts';
import { until } from '../until.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const FOR_IT = { challenge: TITLE };

/** A challenge from its first entry to the hall of fame, as members and moderators see it. */
export const challengeScene: Scene = {
  name: 'challenge',
  play: async (stage, shoot) => {
    await nameChannels(stage);
    const old = await stage.video(stage.people.cleo, 'A cat asleep on a warm radiator');
    const contest = openContest(stage);
    await announce(stage, contest);
    await stage.pass(HOUR_MS);
    await enterAll(stage, shoot, contest, old);
    await stage.pass(5 * DAY_MS);
    await vote(stage, shoot, contest);
    await stage.pass(3 * DAY_MS);
    await end(stage, shoot, contest);
  },
};

async function announce(stage: Stage, contest: Contest): Promise<void> {
  const { mia } = stage.people;
  const panel = await draftChallenge(stage, contest);
  await turnTo(stage, panel, 'Prizes');
  await stage.answer(await pick(mia, panel, '1st place: role', [contest.champion.id]));
  await typeInto(stage, panel, '1st place', { 'Days that the role is kept': '30', 'Bonus videos': '3' });
  await turnTo(stage, panel, 'Voting');
  await typeInto(stage, panel, 'Ratings and review', { 'Hours for moderators to review entries': '12' });
  await turnTo(stage, panel, 'Pool');
  await typeInto(stage, panel, 'Pool', { 'Free videos for each entrant': '1' });
  await publish(stage, contest, panel);
}

/** Ada, Bo, Dev and Nils enter; Cleo's video is too old, and her next one is refused. */
async function enterAll(
  stage: Stage,
  shoot: Shoot,
  { channel }: Contest,
  old: SandboxMessage,
): Promise<void> {
  const { films, moderators } = stage.channels;
  const { ada, bo, cleo, dev, nils, mia } = stage.people;
  const lamp = await stage.video(ada, 'A street lamp flickers in the rain, a cat waits under a car', FOR_IT);
  await shoot('challenge-made', seen(lamp), films);
  const form = await press(ada, lamp, '🏆 Enter');
  await form.response;
  const receipt = await stage.answer(await fillIn(ada, form, { 'Title of your entry': 'Waiting it out' }));
  if (form.modal) await shoot('challenge-enter', [{ kind: 'modal', modal: form.modal }, ...seen(receipt)]);

  const number = /#(\d+)/.exec(old.content)?.[1] ?? '';
  const asked = await stage.type(cleo, films, '/veo-challenge enter', { video: number });
  await shoot('challenge-refused', seen(await stage.answer(asked)));

  const others = [
    { by: bo, prompt: 'A tram crosses a wet square at night, neon in the puddles', title: 'Last tram' },
    { by: cleo, prompt: 'A logo of rain on a shop window', title: 'BUY RAIN' },
    { by: dev, prompt: 'Rain on the tin roof of a bus stop, seen from below', title: 'Line 7' },
    { by: nils, prompt: 'A playground in the rain, an empty swing moves', title: 'After school' },
  ];
  for (const { by, prompt, title } of others) {
    await enter(stage, by, await stage.video(by, prompt, FOR_IT), title);
    await stage.pass(20 * MINUTE_MS);
  }
  const notice = await posted(moderators, /BUY RAIN/);
  await shoot('challenge-review', seen(notice), moderators);
  const why = await press(mia, notice, 'Refuse');
  await stage.answer(
    await fillIn(mia, why, { 'Why?': 'The theme is a place, and there is text in the picture' }),
  );
  for (const title of ['Waiting it out', 'Last tram', 'Line 7', 'After school']) {
    await stage.answer(await press(mia, await posted(moderators, new RegExp(title)), 'Accept'));
  }
  const again = await stage.video(cleo, 'The garden behind the house in a summer rain', FOR_IT);
  await enter(stage, cleo, again, 'Her garden');
  await stage.answer(await press(mia, await posted(moderators, /Her garden/), 'Accept'));
  await shoot(
    'challenge-mine',
    seen(await stage.answer(await stage.type(cleo, channel, '/veo-challenge mine'))),
  );
}

async function vote(stage: Stage, shoot: Shoot, { channel }: Contest): Promise<void> {
  const { ada, bo, cleo, dev, nils, mia } = stage.people;
  const sheet = await posted(channel, /at a glance/);
  const begun = await posted(channel, /has begun/);
  const [thread] = channel.threads;
  const clip = await until('an entry', () =>
    thread?.messages.find(({ content }) => /^\*\*Entry/.test(content)),
  );
  await shoot('challenge-voting', seen(begun, sheet), channel);
  await shoot('challenge-entry', seen(clip), thread);
  const viewer = await rate(stage, mia, channel, { 1: 5, 2: 4, 4: 3, 5: 4, 6: 5 });
  await stage.answer(await press(mia, viewer, '◀'));
  await shoot('challenge-vote', seen(viewer));
  await stage.answer(await press(mia, viewer, 'My ballot'));
  await shoot('challenge-ballot', seen(viewer));
  const votes = [
    { by: ada, stars: { 2: 3, 4: 2, 5: 4, 6: 5 } },
    { by: bo, stars: { 1: 5, 4: 4, 5: 3, 6: 4 } },
    { by: cleo, stars: { 1: 4, 2: 4, 4: 3, 5: 5 } },
    { by: dev, stars: { 1: 4, 2: 5, 5: 3, 6: 5 } },
    { by: nils, stars: { 1: 3, 2: 3, 4: 2, 6: 5 } },
  ];
  for (const { by, stars } of votes) {
    await stage.pass(20 * MINUTE_MS);
    await rate(stage, by, channel, stars);
  }
  await stage.pass(3 * HOUR_MS);
  for (const [index, name] of ['Uma', 'Vic', 'Wes'].entries()) {
    const accountCreatedAt = stage.now() - 3 * DAY_MS + index * HOUR_MS;
    const member = stage.guild.addMember({ name, accountCreatedAt, joinedAt: stage.now() - HOUR_MS });
    await rate(stage, member, channel, { 4: 5 });
  }
  const asked = await stage.type(mia, stage.channels.moderators, '/veo-challenge report', FOR_IT);
  await shoot('challenge-report', seen(await stage.answer(asked)));
}

async function end(stage: Stage, shoot: Shoot, { channel }: Contest): Promise<void> {
  await shoot('challenge-podium', seen(await posted(channel, /the result/)), channel);
  const hall = await stage.type(stage.people.bo, channel, '/veo-challenge hall');
  await shoot('challenge-hall', seen(await stage.answer(hall)));
}

import { expect, test } from 'vitest';
import type { ChallengeSettings } from '../../src/challenges/settings.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { ModalValue, SandboxMember } from '../../src/sandbox/discord/model.ts';
import { fillIn, lastWord, openWorldWithVideo, pressForged, type WorldWithVideo } from '../support/around.ts';
import { idOf, partsOf, untilDelivered } from '../support/looking.ts';
import { openModeratedWorld } from '../support/moderating.ts';
import { challengesOf, openChallenge } from '../support/open-challenge.ts';
import { pressed } from '../support/results.ts';
import { answerTo, textOf } from '../support/world.ts';

/** A challenge is open, and then Ada makes a video. */
async function openWithChallenge(settings: Partial<ChallengeSettings> = {}) {
  const world = await openModeratedWorld();
  const eve = world.guild.addMember({ name: 'Eve' });
  const app = await world.startApp();
  const challenge = await openChallenge(world, settings);
  const card = await world.order();
  const video = await untilDelivered(world, card);
  return { ...world, eve, app, card, video, challenge };
}

type Entered = Pick<WorldWithVideo, 'ada' | 'video' | 'until'>;

const enter = async (
  world: Entered,
  values: Readonly<Record<string, ModalValue>> = {},
  { video = world.video, by = world.ada }: { video?: SandboxMessage; by?: SandboxMember } = {},
) => answerTo(await fillIn(video, 'challenge-enter', values, by));

const slash = async (world: WorldWithVideo, subcommand: string, options = {}, by = world.ada) =>
  answerTo(await by.slash(world.channel, 'veo-challenge', options, { subcommand }));

const another = async (world: WorldWithVideo, by = world.ada, options = {}) =>
  untilDelivered(world, await world.order({ prompt: 'Another boat', ...options }, { member: by }));

const entriesOf = async (world: WorldWithVideo, challengeId = 1) =>
  (await challengesOf(world).entries(challengeId)).map(({ number, jobId, userId, state, title }) => ({
    number,
    jobId,
    userId,
    state,
    title,
  }));

test('a member enters a video of theirs, gets a receipt with its number, and sees it in `mine`', async () => {
  const world = await openWithChallenge();
  expect(partsOf(world.video).map(({ custom_id }) => custom_id)).toContain('v1:challenge-enter:1');
  const receipt = await enter(world, { title: 'My *boat*' });
  expect(receipt.ephemeral).toBe(true);
  expect(receipt.content).toContain(
    '🏆 **Entry 1** of **Rain** is in: video #1 “My \\*boat\\*”.\nIt is accepted.\nUntil <t:',
  );
  expect(await entriesOf(world)).toEqual([
    { number: 1, jobId: 1, userId: world.ada.id, state: 'accepted', title: 'My *boat*' },
  ]);
  const mine = await slash(world, 'mine');
  expect(mine.ephemeral).toBe(true);
  expect(textOf(mine)).toContain(`**Rain** · entries close`);
  expect(textOf(mine)).toMatch(
    /- \*\*Entry 1\*\*, \[video #1\]\(https:\/\/discord\.com\/channels\/\S+\) “My .*”: ✅ accepted/,
  );
});

test('where moderators review, the receipt and `mine` say that it waits, and then what they decided and why', async () => {
  const world = await openWithChallenge({ reviewHours: 24 });
  expect((await enter(world)).content).toContain('It waits for a moderator');
  expect(textOf(await slash(world, 'mine'))).toContain('⏳ waits for a moderator');
  await challengesOf(world).decide(
    { id: 1, jobId: 1 },
    'refused',
    { kind: 'entry-refuse', actorId: world.mo.id, reason: 'no *rain*' },
    world.clock.now(),
  );
  expect(textOf(await slash(world, 'mine'))).toContain('❌ refused by a moderator: “no \\*rain\\*”');
  // What was refused does not come again by another press.
  const again = await lastWord(world, await fillIn(world.video, 'challenge-enter', {}, world.ada));
  expect(again).toContain('This video was entry 1 of **Rain** and was refused');
});

test('everything that stands against an entry is named, and nothing is entered', async () => {
  const world = await openWithChallenge({
    durations: [4],
    aspectRatios: ['9:16'],
    resolutions: ['1080p'],
    requiredWords: ['rain', 'boat'],
    entrantRoleIds: ['123'],
    minAccountDays: 365,
    minMemberDays: 365,
  });
  const newcomer = world.guild.addMember({
    name: 'New',
    accountCreatedAt: world.clock.now(),
    joinedAt: world.clock.now(),
  });
  const refusal = await lastWord(
    world,
    await newcomer.press(world.video, idOf(world.video, 'challenge-enter')),
  );
  expect(refusal).toContain('This video cannot enter.\n**Rain**:\n');
  for (const text of [
    '- It is for members with <@&123>: ask its host how to get that.',
    '- It is for Discord accounts that are at least 365 days old',
    '- It is for members who have been in this server for at least 365 days',
    '- Only videos of your own can enter',
    '- `duration` must be 4',
    '- `aspect_ratio` must be 9:16',
    '- `resolution` must be 1080p',
    '- The prompt must hold `rain`:',
  ]) {
    expect(refusal).toContain(text);
  }
  expect(await entriesOf(world)).toEqual([]);
});

test('a video from before, one that is not there and a blocked member are refused', async () => {
  const world = await openWorldWithVideo();
  expect(partsOf(world.video).map(({ custom_id }) => custom_id)).not.toContain('v1:challenge-enter:1');
  world.clock.jump(10_000);
  await openChallenge(world);
  const press = async (jobId = 1) =>
    lastWord(world, await pressForged(world, 'challenge-enter', jobId, world.ada));
  expect(await press()).toContain('It was asked for before entries opened');
  expect(await press(99)).toContain('I do not know this video here');
  const second = await another(world);
  await world.mod('user block', { user: world.ada.id, reason: 'spam' });
  expect(await press(2)).toContain('A moderator has blocked you here');
  expect(partsOf(second).map(({ custom_id }) => custom_id)).toContain('v1:challenge-enter:2');
});

test('**More** offers its author to enter a video while a challenge is open', async () => {
  const world = await openWithChallenge();
  const ids = async (by: SandboxMember) =>
    partsOf(await pressed(world, world.video, 'more', by)).map(({ custom_id }) => custom_id);
  expect(await ids(world.ada)).toContain('v1:challenge-enter:1');
  expect(await ids(world.eve)).not.toContain('v1:challenge-enter:1');
  await challengesOf(world).move(1, { from: 'open', to: 'cancelled', at: world.clock.now() });
  expect(await ids(world.ada)).not.toContain('v1:challenge-enter:1');
});

test('an entry whose video its author deletes is withdrawn; one that a moderator removes is disqualified', async () => {
  const world = await openWithChallenge();
  await enter(world);
  const eves = await another(world, world.eve);
  await enter(world, {}, { video: eves, by: world.eve });
  for (const [video, by] of [
    [world.video, world.ada],
    [eves, world.mo],
  ] as const) {
    const question = await pressed(world, await pressed(world, video, 'more', by), 'own-delete', by);
    await pressed(world, question, 'own-delete-sure', by);
  }
  expect((await entriesOf(world)).map(({ state }) => state)).toEqual(['withdrawn', 'disqualified']);
  expect(textOf(await slash(world, 'mine'))).toContain('↩️ withdrawn: “Its video was deleted\\.”');
  expect(textOf(await slash(world, 'mine', {}, world.eve))).toContain(
    '⛔ disqualified: “Its video was removed\\.”',
  );
});

test('without an open challenge the press says what there is instead', async () => {
  const world = await openWorldWithVideo();
  const press = async () => lastWord(world, await pressForged(world, 'challenge-enter', 1, world.ada));
  expect(await press()).toContain('No challenge takes entries here now');
  const announced = await openChallenge(world, {}, { until: 'announced' });
  expect(await press()).toMatch(/opens at this moment|takes entries from/);
  const store = challengesOf(world);
  await store.move(announced.id, { from: 'announced', to: 'open', at: world.clock.now() });
  await store.pause(announced.id, undefined, world.clock.now());
  expect(await press()).toContain('**Rain** is paused');
});

test('the published end holds although nothing has moved the challenge on yet', async () => {
  const world = await openWithChallenge();
  const opened = await world.ada.press(world.video, idOf(world.video, 'challenge-enter'));
  expect((await opened.response).kind).toBe('modal');
  await challengesOf(world).change(
    1,
    ['open'],
    { schedule: { ...world.challenge.schedule, entriesUntil: world.clock.now() } },
    world.clock.now(),
  );
  const refused = await lastWord(world, await world.ada.submitModal(opened, {}));
  expect(refused).toContain('Entries for **Rain** are closed');
  expect(await entriesOf(world)).toEqual([]);
});

test('a title that the filter refuses is refused, with nothing entered', async () => {
  const world = await openWithChallenge();
  await world.mod('filter add', { kind: 'word', text: 'damn', action: 'refuse' });
  const refused = await lastWord(
    world,
    await fillIn(world.video, 'challenge-enter', { title: 'Damn good' }, world.ada),
  );
  expect(refused).toContain('does not allow `Damn`');
  expect(await entriesOf(world)).toEqual([]);
});

test('two forms sent at once make one entry, and the second is told', async () => {
  const world = await openWithChallenge({ entriesPerMember: 2 });
  const press = () => world.ada.press(world.video, idOf(world.video, 'challenge-enter'));
  const forms = [await press(), await press()];
  await Promise.all(forms.map(({ response }) => response));
  const answers = await Promise.all(
    forms.map(async (form) => (await answerTo(await world.ada.submitModal(form, {}))).content),
  );
  expect(answers.filter((text) => text.startsWith('🏆 **Entry 1**'))).toHaveLength(1);
  expect(answers.filter((text) => text.includes('This video is entry 1 of **Rain** already'))).toHaveLength(
    1,
  );
  expect(await entriesOf(world)).toHaveLength(1);
});

test('one more than allowed takes the place of one that the member chooses: it keeps its number', async () => {
  const world = await openWithChallenge();
  await enter(world, { title: 'First' });
  const second = await another(world);
  const form = await world.ada.press(second, idOf(second, 'challenge-enter'));
  expect(JSON.stringify(form.modal ?? (await form.response))).toContain('Entry 1 (video #1) “First”');
  const receipt = await answerTo(await world.ada.submitModal(form, { replaces: ['1'], title: 'Second' }));
  expect(receipt.content).toContain('**Entry 1** of **Rain** is video #2 now, in place of #1');
  expect(await entriesOf(world)).toEqual([
    { number: 1, jobId: 2, userId: world.ada.id, state: 'accepted', title: 'Second' },
  ]);
});

test('others cannot give way, and whoever chose nothing is told what to do', async () => {
  const world = await openWithChallenge();
  await enter(world);
  await openChallenge(world, {}, { title: 'Snow' });
  const second = await another(world);
  const evesVideo = await another(world, world.eve);
  await enter(world, { challenge: ['1'] }, { video: evesVideo, by: world.eve });
  // Ada is full in one of two challenges: the form leaves it open which entry gives way.
  const refused = await lastWord(
    world,
    await fillIn(second, 'challenge-enter', { challenge: ['1'] }, world.ada),
  );
  expect(refused).toContain('You have entry 1 (video #1) in **Rain**, and 1 is the most a member may have');
  const elsewhere = await enter(world, { challenge: ['2'] }, { video: second });
  expect(elsewhere.content).toContain('🏆 **Entry 1** of **Snow** is in: video #2');
  expect(await entriesOf(world, 1)).toHaveLength(2);
  expect(await entriesOf(world, 2)).toHaveLength(1);
});

test('an entry is swapped from `mine`, for one of the videos that may enter', async () => {
  const world = await openWithChallenge({ durations: [8], entriesPerMember: 2 });
  await enter(world);
  const mine = await slash(world, 'mine');
  expect(await lastWord(world, await world.ada.press(mine, idOf(mine, 'challenge-swap')))).toContain(
    'None of your latest videos may enter **Rain** in its place',
  );
  await another(world, world.ada, { duration: 4 });
  await another(world);
  await another(world, world.eve);
  const menu = await pressed(world, mine, 'challenge-swap', world.ada);
  expect(partsOf(menu)[0]?.options?.map(({ value }) => value)).toEqual(['3']);
  const form = await world.ada.select(menu, idOf(menu, 'challenge-swap'), ['3']);
  await form.response;
  const receipt = await answerTo(await world.ada.submitModal(form, { replaces: ['1'] }));
  expect(receipt.content).toContain('**Entry 1** of **Rain** is video #3 now, in place of #1');
  expect(await lastWord(world, await pressForged(world, 'challenge-swap', 1, world.eve))).toContain(
    'This is no entry of yours',
  );
  expect(await entriesOf(world)).toMatchObject([{ number: 1, jobId: 3 }]);
});

test('`enter` takes a number, a link and what is offered, and refuses the rest', async () => {
  const world = await openWithChallenge();
  const link = `https://discord.com/channels/${world.guild.id}/${world.channel.id}/${world.video.id}`;
  for (const video of ['1', '#1', link]) {
    const sent = await world.ada.slash(world.channel, 'veo-challenge', { video }, { subcommand: 'enter' });
    expect((await sent.response).kind).toBe('modal');
  }
  expect((await slash(world, 'enter', { video: 'boat' })).content).toContain('I do not know this video here');
  const typing = await world.ada.autocomplete(world.channel, 'veo-challenge', 'video', 'BOAT', {
    subcommand: 'enter',
  });
  await typing.response;
  expect(typing.choices).toEqual([{ name: '#1 · A boat at dusk', value: '1' }]);
  const strangers = await world.eve.slash(
    world.channel,
    'veo-challenge',
    { video: '1' },
    { subcommand: 'enter' },
  );
  expect((await answerTo(strangers)).content).toContain('Only videos of your own can enter');
});

test('an entry is withdrawn after a question, by nobody else, and can come again with a new number', async () => {
  const world = await openWithChallenge();
  const receipt = await enter(world);
  const question = await pressed(world, receipt, 'challenge-withdraw', world.ada);
  expect(question.content).toContain('Withdraw entry 1 from **Rain**?');
  const stranger = await pressForged(world, 'challenge-withdraw-sure', 1, world.eve);
  expect(await lastWord(world, stranger)).toContain('This is no entry of yours');
  await world.app.stop();
  await world.startApp();
  const after = await pressed(world, question, 'challenge-withdraw-sure', world.ada);
  expect(textOf(after)).toContain('↩️ withdrawn');
  expect(await lastWord(world, await pressForged(world, 'challenge-withdraw-sure', 1, world.ada))).toContain(
    'This entry takes no part (any more)',
  );
  expect((await enter(world)).content).toContain('**Entry 2** of **Rain** is in');
});

test('after entries have closed nothing is withdrawn', async () => {
  const world = await openWithChallenge();
  const receipt = await enter(world);
  const eves = await another(world, world.eve);
  await enter(world, {}, { video: eves, by: world.eve });
  await challengesOf(world).move(1, { from: 'open', to: 'voting', at: world.clock.now() });
  expect(
    await lastWord(world, await world.ada.press(receipt, idOf(receipt, 'challenge-withdraw'))),
  ).toContain('It is too late to withdraw it. Entries for **Rain** are closed');
  expect(partsOf(await slash(world, 'mine')).map(({ custom_id }) => custom_id)).toEqual([]);
});

test('`info` tells theme, times, what is allowed and how the looker stands', async () => {
  const world = await openWithChallenge({ durations: [8], requiredWords: ['boat'], entrantRoleIds: ['5'] });
  const info = textOf(await slash(world, 'info'));
  expect(info).toContain('🏆 **Rain** · entries close');
  expect(info).toContain('Anything with rain');
  expect(info).toContain('`boat`');
  expect(info).toContain('**You cannot enter**:\n- It is for members with <@&5>');
  expect(textOf(await slash(world, 'info', { challenge: 'rain' }))).toContain('**Rain**');
  expect((await slash(world, 'info', { challenge: 'snow' })).content).toContain(
    'I do not know this challenge',
  );
  await openChallenge(world, {}, { until: 'draft', title: 'Secret' }).catch(() => undefined);
  expect((await slash(world, 'info', { challenge: 'Secret' })).content).toContain('I do not know');
});

test('what has ended stays in `mine` and the hall', async () => {
  const world = await openWithChallenge();
  await enter(world, { title: 'Mine' });
  const eves = await another(world, world.eve);
  await enter(world, {}, { video: eves, by: world.eve });
  const store = challengesOf(world);
  const now = world.clock.now();
  expect((await slash(world, 'hall')).content).toContain('No challenge has ended here yet');
  await store.move(1, { from: 'open', to: 'voting', at: now });
  await store.move(1, { from: 'voting', to: 'tallying', at: now });
  const placement = { points: 3, firsts: 1, raters: 1, counted: true, passedOver: undefined };
  const placements = [
    { ...placement, entryId: 1, place: 1 },
    { ...placement, entryId: 2, place: 2, points: 0, firsts: 0 },
  ];
  await store.close(1, { placements, ballots: 1, invalidBallots: 0 }, now);
  const hall = textOf(await slash(world, 'hall', {}, world.eve));
  expect(hall).toContain('**Hall of fame: 1 challenge**');
  expect(hall).toContain(`🥇 <@${world.ada.id}> “Mine”, [video #1](https://`);
  expect(hall).toContain(`🥈 <@${world.eve.id}>, [video #2](https://`);
  expect(textOf(await slash(world, 'mine'))).toContain('“Mine”: 🏅 1st place');
  expect(textOf(await slash(world, 'mine', {}, world.mo))).toContain('You have no entries here');
});

test('entries of more challenges than fit are on pages', async () => {
  const world = await openWithChallenge();
  await enter(world);
  const store = challengesOf(world);
  for (const title of ['Two', 'Three', 'Four', 'Five']) {
    const { id } = await openChallenge(world, {}, { title });
    const entry = { challengeId: id, userId: world.ada.id, jobId: 1, title: undefined };
    await store.enter({ ...entry, state: 'accepted' }, world.clock.now());
  }
  const first = await slash(world, 'mine');
  expect(textOf(first)).toContain('page 1 of 2');
  expect(textOf(first)).not.toContain('**Rain**');
  const second = await pressed(world, first, 'challenge-mine', world.ada);
  expect(textOf(second)).toContain('**Rain**');
});

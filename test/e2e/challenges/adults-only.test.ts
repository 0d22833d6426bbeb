import { expect, test } from 'vitest';
import { contestOf, postsIn, untilPosted } from '../../support/challenge-posts.ts';
import { type ChallengeWorld, openChallengeWorld } from '../../support/challenges.ts';
import { createDraft, hostingText } from '../../support/hosting.ts';
import { changeSettings } from '../../support/moderating.ts';
import { challengesOf, moveTo } from '../../support/open-challenge.ts';
import { check, openPanel } from '../../support/panel.ts';
import { answered } from '../../support/results.ts';

const MINUTE_MS = 60_000;
const PROBLEM = 'In this server videos are for age-restricted channels only, so no entry can be shown in <#';

const clipsIn = (world: ChallengeWorld) =>
  postsIn(world.arena).filter(({ attachments }) => attachments.length > 0);

async function pass(world: ChallengeWorld, ms: number): Promise<void> {
  const end = world.clock.now() + ms;
  await world.until('time to pass', () => {
    world.clock.jump(10_000);
    return world.clock.now() >= end;
  });
}

test('where videos are for adults only, no challenge is published in an open channel', async () => {
  const world = await openChallengeWorld({ settings: { ageRestrictedOnly: true } });
  await createDraft(world, { opens: 'in 2h' });
  const publish = () => hostingText(world, 'publish', { challenge: '1' });
  expect(await publish()).toContain(
    `${PROBLEM}${world.arena.id}>: switch that on in Edit Channel → Overview`,
  );
  world.arena.nsfw = true;
  expect(await publish()).toMatch(/^✅ Published/);
});

test('switched on before the vote, it holds clips and vote back until the channel will do, and Check says so', async () => {
  const world = await openChallengeWorld();
  world.channel.nsfw = true;
  const { challenge } = await contestOf(world, world.members.slice(0, 2));
  await untilPosted(world, /## 🏆 Rain/);
  await changeSettings(world, { ageRestrictedOnly: true });
  const store = challengesOf(world);
  await moveTo(store, challenge, 'voting', world.clock.now());
  await pass(world, 20 * MINUTE_MS);
  await world.app.stop();
  await world.startApp();
  await pass(world, 5 * MINUTE_MS);
  expect(clipsIn(world)).toEqual([]);
  expect(await store.find(challenge.id)).toMatchObject({ phase: 'voting', votesFrom: undefined });
  const found = await check(world, await openPanel(world, world.mo));
  expect(found.join('\n')).toContain(PROBLEM);

  world.arena.nsfw = true;
  const now = await world.until('votes to be taken', async () => {
    const one = await store.find(challenge.id);
    return one?.votesFrom === undefined ? undefined : one;
  });
  expect(clipsIn(world).length).toBeGreaterThanOrEqual(2);
  expect(now.schedule.votesUntil - challenge.schedule.votesUntil).toBeGreaterThan(20 * MINUTE_MS);
});

test('who votes in an open channel is sent to one that will do, never in a circle', async () => {
  const world = await openChallengeWorld();
  const { challenge } = await contestOf(world, world.members.slice(0, 2));
  const store = challengesOf(world);
  await moveTo(store, challenge, 'voting', world.clock.now());
  const begun = await untilPosted(world, /Voting on/);
  await changeSettings(world, { ageRestrictedOnly: true });
  const vote = async (): Promise<string> => {
    const edits = begun.edits.length;
    const sent = await world.ada.press(begun, `v1:challenge-vote:${challenge.id}`);
    return (await answered(world, sent, begun, edits)).content;
  };
  expect(await vote()).toBe(
    `In this server videos are for age-restricted channels only: use \`/veo-challenge vote\` in one of them. <#${world.arena.id}> is none: whoever holds the challenge has to see to that.`,
  );
  world.arena.nsfw = true;
  await pass(world, 2 * MINUTE_MS);
  expect(await vote()).toContain('**Entry ');
});

import { expect, test } from 'vitest';
import type { ChallengeSettings } from '../../src/challenges/settings.ts';
import type { OptionValues } from '../../src/sandbox/discord/model.ts';
import { cardOf, fillIn, reservedFor } from '../support/around.ts';
import { idOf, jobsOf, partsOf, quotaText, sentBodies, shown, untilDelivered } from '../support/looking.ts';
import { changeSettings, openModeratedWorld } from '../support/moderating.ts';
import { challengesOf, openChallenge } from '../support/open-challenge.ts';
import { answerTo, orders, textOf } from '../support/world.ts';

async function openWithChallenge(
  settings: Partial<ChallengeSettings> = {},
  environment: Record<string, string> = {},
) {
  const world = await openModeratedWorld();
  const eve = world.guild.addMember({ name: 'Eve' });
  const app = await world.startApp(environment);
  const challenge = await openChallenge(world, settings, { title: 'Rain *now*' });
  const made = async (options: OptionValues = {}, member = world.ada) =>
    untilDelivered(world, await world.order({ challenge: '1', ...options }, { member }));
  return { ...world, eve, app, challenge, made };
}

test('a video for a challenge is made by its rules, says so, and can be entered at once', async () => {
  const world = await openWithChallenge({
    durations: [4, 6],
    aspectRatios: ['9:16'],
    resolutions: ['1080p', '720p'],
  });
  const typing = await world.ada.autocomplete(world.channel, 'veo', 'challenge', 'rain', {
    others: { prompt: 'A boat' },
  });
  await typing.response;
  expect(typing.choices).toEqual([{ name: 'Rain *now*', value: '1' }]);
  const video = await world.made({ challenge: 'rain *NOW*' });
  expect(sentBodies(world)[0]).toMatchObject({ duration: 4, aspectRatio: '9:16', resolution: '720p' });
  expect(shown(textOf(video))).toContain('-# 🏆 Made for the challenge “Rain *now*”');
  expect((await jobsOf(world).find(1))?.challengeId).toBe(1);
  const receipt = await answerTo(await fillIn(video, 'challenge-enter', {}, world.ada));
  expect(receipt.content).toContain('**Entry 1** of **Rain \\*now\\*** is in');
});

test('what the rules forbid is refused with every reason, and nothing is charged', async () => {
  const world = await openWithChallenge({
    durations: [4],
    aspectRatios: ['9:16'],
    requiredWords: ['rain'],
    entrantRoleIds: ['77'],
  });
  const refusal = await world.refusal({ challenge: '1', duration: 8, aspect_ratio: '16:9' });
  expect(refusal).toContain('Nothing was ordered. This video could not enter **Rain \\*now\\***:');
  expect(refusal).toContain('- It is for members with <@&77>');
  expect(refusal).toContain('- `duration` must be 4');
  expect(refusal).toContain('- `aspect_ratio` must be 9:16');
  expect(refusal).toContain('- The prompt must hold `rain`');
  expect(await world.refusal({ challenge: 'Snow' })).toContain('I do not know this challenge here');
  await challengesOf(world).pause(1, undefined, world.clock.now());
  expect(await world.refusal({ challenge: '1' })).toContain(
    'Nothing was ordered. **Rain \\*now\\*** is paused',
  );
  expect(reservedFor(world)).toEqual([]);
  expect(orders(world.scenario)).toEqual([]);
});

test('where server and challenge agree on nothing, the server’s rule is told', async () => {
  const world = await openWithChallenge({ resolutions: ['1080p'] });
  await changeSettings(world, { resolutions: ['720p'] });
  expect(await world.refusal({ challenge: '1' })).toContain('This server does not allow `resolution: 1080p`');
});

test('free videos come before the own quota, in `/veo-quota` as well, and after them it is said that it counts', async () => {
  const world = await openWithChallenge({ poolVideos: 1 }, { QUOTA_VIDEOS_PER_DAY: '2' });
  await world.made();
  expect(await quotaText(world)).toContain('**2 of 2 videos left**');
  await world.app.stop();
  await world.startApp({ QUOTA_VIDEOS_PER_DAY: '2' });
  const sent = await world.ada.slash(world.channel, 'veo', { prompt: 'Rain again', challenge: '1' });
  expect((await answerTo(sent)).ephemeral).toBe(false);
  expect(await lastNote(world, sent)).toContain('There is no free video of this challenge left for you');
  expect(await quotaText(world)).toContain('**1 of 2 videos left**');
});

test('`/veo-quota` and `explain` show what is left of the free videos', async () => {
  const world = await openWithChallenge({ poolVideos: 3 }, { QUOTA_VIDEOS_PER_DAY: '2' });
  await world.made();
  const row = '2 of 3 videos left, free with `/veo challenge:` only: “Rain *now*”, ends <t:';
  expect(shown(await quotaText(world))).toContain(row);
  const explained = await world.mod('quota explain', { user: world.ada.id });
  expect(shown(explained)).toContain(row);
  // Without the challenge it is the own quota that pays.
  expect(explained).toContain('counts against their limits');
});

test('again and edit keep the challenge while it is open; who may not enter gets the video all the same', async () => {
  const world = await openWithChallenge({ poolVideos: 5, durations: [8], minMemberDays: 30 });
  const newcomer = world.guild.addMember({ name: 'New', joinedAt: world.clock.now() });
  const video = await world.made();
  await world.ada.press(video, idOf(video, 'again'));
  await untilDelivered(world, await cardOf(world, 2));
  const pressedByNew = await newcomer.press(video, idOf(video, 'again'));
  await untilDelivered(world, await cardOf(world, 3));
  expect(shown(await lastNote(world, pressedByNew))).toContain(
    'This video is not for **Rain *now***, unlike the one before it:\n- It is for members who have been in this server',
  );
  await fillIn(video, 'edit', { prompt: 'More rain' }, world.eve);
  await untilDelivered(world, await cardOf(world, 4));
  await challengesOf(world).move(1, { from: 'open', to: 'cancelled', at: world.clock.now() });
  await world.ada.press(video, idOf(video, 'again'));
  const last = await untilDelivered(world, await cardOf(world, 5));
  const jobs = await Promise.all([1, 2, 3, 4, 5].map((id) => jobsOf(world).find(id)));
  expect(jobs.map((job) => job?.challengeId)).toEqual([1, 1, undefined, 1, undefined]);
  expect(partsOf(last).map(({ custom_id }) => custom_id)).not.toContain('v1:challenge-enter:5');
  expect(textOf(last)).not.toContain('Made for the challenge');
});

test('`/veo-history challenge:` finds what was made for it', async () => {
  const world = await openWithChallenge();
  await world.made();
  await untilDelivered(world, await world.order({ prompt: 'Something else' }));
  const history = await answerTo(await world.ada.slash(world.channel, 'veo-history', { challenge: '1' }));
  expect(textOf(history)).toContain('made for one challenge: 1 video');
  expect(textOf(history)).toContain('**#1**');
  expect(textOf(history)).not.toContain('**#2**');
});

type Sent = Awaited<ReturnType<Awaited<ReturnType<typeof openModeratedWorld>>['ada']['press']>>;

const lastNote = (
  { until }: Pick<Awaited<ReturnType<typeof openModeratedWorld>>, 'until'>,
  sent: Sent,
): Promise<string> => until('a note', () => sent.followups.at(-1)?.content);

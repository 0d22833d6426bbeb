import { expect, test } from 'vitest';
import { DEFAULT_CHALLENGE_SETTINGS } from '../../../src/challenges/settings.ts';
import { createSeriesStore } from '../../../src/store/challenges/series-store.ts';
import { partsOf } from '../../support/looking.ts';
import { databaseOf } from '../../support/moderating.ts';
import { DAY_MS } from '../../support/open-challenge.ts';
import { answered, pressed } from '../../support/results.ts';
import { openVote, viewerOf } from '../../support/votes.ts';
import { openWorld } from '../../support/world.ts';

async function openSeriesVote(nextTheme: 'vote' | 'list') {
  const world = await openWorld();
  const now = world.clock.now();
  const store = createSeriesStore(databaseOf(world));
  const { id: seriesId } = await store.create(
    {
      guildId: world.guild.id,
      hostId: world.guild.ownerId,
      title: 'Weekly',
      rules: undefined,
      settings: DEFAULT_CHALLENGE_SETTINGS,
      channelId: world.channel.id,
      pattern: '0 18 * * 5',
      timeZone: 'UTC',
      entryHours: 48,
      votingHours: 48,
      nextTheme,
      nextAt: now + 30 * DAY_MS,
      themes: ['Boats *at* sea', 'Castles'],
    },
    now,
  );
  const vote = await openVote(world, { posts: 'none', seriesId });
  const app = await world.startApp();
  return { world, vote, app, store, seriesId, viewer: await viewerOf(world, vote, world.ada) };
}

test('members of a series that lets them choose its next theme vote for one, and change their vote', async () => {
  const { world, vote, app, store, seriesId, viewer } = await openSeriesVote('vote');
  const asked = await pressed(world, viewer, 'challenge-theme', world.ada);
  expect(asked.ephemeral).toBe(true);
  const [menu] = partsOf(asked);
  expect(menu?.options?.map(({ label }) => label)).toEqual(['Boats *at* sea', 'Castles']);

  const [boats, castles] = await store.themes(seriesId);
  const choose = async (themeId = 0) => {
    const edits = asked.edits.length;
    const picked = await world.ada.select(asked, menu?.custom_id ?? '', [String(themeId)]);
    return answered(world, picked, asked, edits);
  };
  expect((await choose(boats?.id)).content).toContain('“Boats \\*at\\* sea”');
  await app.stop();
  await world.startApp();
  await choose(castles?.id);
  expect([...(await store.themeVotes(vote.challenge.id))]).toEqual([[castles?.id, 1]]);

  await store.changeThemes(
    seriesId,
    [boats?.text ?? '', castles?.text ?? ''],
    [castles?.text ?? '', 'Dunes'],
  );
  expect((await choose(boats?.id)).content).toContain('not among those to choose from any more');
  await vote.challenges.pause(vote.challenge.id, undefined, world.clock.now());
  expect((await choose(castles?.id)).content).toContain('is paused');
});

test('once the next challenge is made, its theme is voted on no more: the refusal says where the one after it is', async () => {
  const { world, vote, store, seriesId, viewer } = await openSeriesVote('vote');
  const asked = await pressed(world, viewer, 'challenge-theme', world.ada);
  const now = world.clock.now();
  const [boats] = await store.themes(seriesId);
  const { guildId, hostId, title, rules, settings, channelId, secret } = vote.challenge;
  const opensAt = now + DAY_MS;
  const schedule = {
    opensAt,
    entriesUntil: opensAt + DAY_MS,
    reviewUntil: undefined,
    votesUntil: opensAt + 2 * DAY_MS,
  };
  const texts = { title, theme: 'Boats *at* sea', rules };
  const challenge = { guildId, hostId, ...texts, settings, schedule, channelId, secret };
  const { nextAt: at = 0 } = (await store.find(seriesId)) ?? {};
  const next = await store.makeNext(
    seriesId,
    { at, themeId: boats?.id ?? 0, challenge, nextAt: at + 30 * DAY_MS, isLate: false },
    now,
  );
  if (!next) throw new Error('the next challenge of the test was not made');
  const again = await pressed(world, viewer, 'challenge-theme', world.ada);
  expect(again.ephemeral).toBe(true);
  expect(again.content).toContain(
    'The next challenge of this series is there already, on “Boats \\*at\\* sea”.',
  );
  expect(again.content).toContain(`beside its vote, in <#${world.channel.id}>, from <t:`);
  const [castles] = (await store.themes(seriesId)).filter(({ text }) => text === 'Castles');
  const [menu] = partsOf(asked);
  const edits = asked.edits.length;
  const picked = await world.ada.select(asked, menu?.custom_id ?? '', [String(castles?.id)]);
  expect((await answered(world, picked, asked, edits)).content).toContain('is there already');
  expect([...(await store.themeVotes(vote.challenge.id))]).toEqual([]);
  // Who looks at the entries anew is offered no such vote.
  const anew = await viewerOf(world, vote, world.ada);
  expect(JSON.stringify(anew.components)).not.toContain('challenge-theme');

  await vote.challenges.move(next.id, { from: 'announced', to: 'cancelled', at: now });
  expect((await pressed(world, viewer, 'challenge-theme', world.ada)).content).toContain(
    'It takes no votes any more, so the next theme is settled',
  );
});

test('where the host chooses the themes there is no such button', async () => {
  const { viewer } = await openSeriesVote('list');
  expect(JSON.stringify(viewer.components)).not.toContain('challenge-theme');
});

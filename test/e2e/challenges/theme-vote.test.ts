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

test('where the host chooses the themes there is no such button', async () => {
  const { viewer } = await openSeriesVote('list');
  expect(JSON.stringify(viewer.components)).not.toContain('challenge-theme');
});

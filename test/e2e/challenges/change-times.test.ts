import { expect, test } from 'vitest';
import { filterRules } from '../../../src/store/schema.ts';
import { openChallengeWorld } from '../../support/challenges.ts';
import {
  answerOf,
  createDraft,
  fillIn,
  hosting,
  hostingText,
  newest,
  publishDraft,
  readOf,
} from '../../support/hosting.ts';
import { shown } from '../../support/looking.ts';
import { changeSettings, databaseOf } from '../../support/moderating.ts';
import { textOf } from '../../support/world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
type World = Awaited<ReturnType<typeof openChallengeWorld>>;

const deed = (world: World, subcommand: string, options: Record<string, string> = {}, member = world.host) =>
  hostingText(world, subcommand, { challenge: 'Boats', ...options }, member);

test('an end is moved later with everything after it, nearer alone, and both are told before → after', async () => {
  const world = await openChallengeWorld();
  const { schedule } = await publishDraft(world, { entries_for: '3d', voting_for: '2d' });
  const later = await deed(world, 'extend', { by: '1d' });
  expect(later).toMatch(/Entries close: <t:\d+:f>.* → \*\*<t:\d+:f>[\s\S]*Voting ends: .* → /);
  const seconds = (at: number) => Math.round(at / 1_000);
  expect(later).toContain(`<t:${seconds(schedule.entriesUntil)}:f>`);
  expect(later).toContain(`**<t:${seconds(schedule.entriesUntil + DAY_MS)}:f>`);
  expect((await newest(world)).schedule).toEqual({
    ...schedule,
    entriesUntil: schedule.entriesUntil + DAY_MS,
    votesUntil: schedule.votesUntil + DAY_MS,
  });

  expect(await deed(world, 'extend', { by: '-2d' })).not.toContain('Voting ends');
  expect(await deed(world, 'extend', { by: '12h', what: 'voting' })).not.toContain('Entries close');
  expect((await newest(world)).schedule).toEqual({
    ...schedule,
    entriesUntil: schedule.entriesUntil - DAY_MS,
    votesUntil: schedule.votesUntil + DAY_MS + 12 * HOUR_MS,
  });
  await world.until('the announcement to tell the new time', async () => {
    const { entriesUntil } = (await newest(world)).schedule;
    return world.arena.messages.some((one) => textOf(one).includes(`<t:${seconds(entriesUntil)}:`));
  });
});

test('a new end is typed in the server’s time zone, also over a change of clocks', async () => {
  const world = await openChallengeWorld();
  await changeSettings(world, { timeZone: 'Europe/Berlin' });
  await publishDraft(world);
  const day = new Date(world.clock.now() + 20 * DAY_MS).toISOString().slice(0, 10);
  await deed(world, 'extend', { until: `${day} 20:00` });
  const { entriesUntil } = (await newest(world)).schedule;
  const inBerlin = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Berlin',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  expect(inBerlin.format(entriesUntil)).toBe(`${day} 20:00`);
});

test('never to the past, never with less than an hour left, never both ways at once', async () => {
  const world = await openChallengeWorld();
  const { schedule } = await publishDraft(world, { entries_for: '3d' });
  for (const [options, refusal] of [
    [{ by: '-3d' }, 'At least one hour'],
    [{ until: 'in 30m' }, 'At least one hour'],
    [{ until: '2020-01-01 10:00' }, 'At least one hour'],
    [{ until: 'now' }, '/veo-challenge end'],
    [{ by: '1d', until: 'in 5d' }, 'Give either'],
    [{}, 'Give either'],
    [{ by: 'much' }, 'do not understand'],
    [{ by: '400d' }, 'within a year'],
    [{ by: '1d', what: 'review' }, 'no review'],
    [{ by: '1d', what: 'announced' }, 'over already'],
  ] as const) {
    expect(await deed(world, 'extend', { ...options })).toContain(refusal);
  }
  expect((await newest(world)).schedule).toEqual(schedule);
});

test('a pause stops the clock, also over a restart; its length is added when it goes on', async () => {
  const world = await openChallengeWorld();
  const { schedule } = await publishDraft(world, { entries_for: '1d', voting_for: '1d' });
  expect(await deed(world, 'resume')).toContain('It is not paused');
  expect(await deed(world, 'pause', { reason: 'Storm *outside*' })).toContain(
    'running → **paused**: “Storm \\*outside\\*”',
  );
  expect(await deed(world, 'pause')).toContain('It is paused already');
  expect(await deed(world, 'extend', { by: '1d' })).toContain('It is paused');
  expect(await deed(world, 'end')).toContain('It is paused');
  await world.until('the reason in the announcement', () =>
    world.arena.messages.some((one) => textOf(one).includes('Storm')),
  );
  const { pausedAt = 0 } = await newest(world);

  await world.app.stop();
  world.clock.jump(5 * DAY_MS);
  await world.startApp();
  expect((await newest(world)).phase).toBe('open');
  const resumed = await deed(world, 'resume');
  expect(resumed).toMatch(/paused → \*\*running\*\*\.\nEntries close: .* → [\s\S]*Voting ends/);
  const after = await newest(world);
  const byMs = after.schedule.entriesUntil - schedule.entriesUntil;
  expect(byMs).toBeGreaterThanOrEqual(5 * DAY_MS);
  expect(world.clock.now() - pausedAt - byMs).toBeLessThan(HOUR_MS);
  expect(after.schedule.votesUntil - after.schedule.entriesUntil).toBe(DAY_MS);
  expect(after.phase).toBe('open');
});

test('a phase is ended at once: announced opens, open goes on', async () => {
  const world = await openChallengeWorld();
  await createDraft(world, { opens: 'in 2d', entries_for: '3d' });
  await hostingText(world, 'publish', { challenge: '1' });
  const { schedule } = await newest(world);
  expect(await deed(world, 'end')).toMatch(/Entries open: .* → [\s\S]*Entries are taken from now on/);
  await world.until('entries to open', async () => (await newest(world)).phase === 'open');
  expect((await newest(world)).schedule.entriesUntil).toBe(schedule.entriesUntil);
  expect(await deed(world, 'end')).toContain('No more entries are taken');
  // Nobody has entered: there is nothing to vote on.
  await world.until('the end', async () => (await newest(world)).phase === 'closed');
  expect(await deed(world, 'end')).toContain('I do not know this challenge here');
});

test('a challenge is cancelled with a reason, after being asked once more', async () => {
  const world = await openChallengeWorld();
  await publishDraft(world);
  const opened = await hosting(world, 'cancel', { challenge: 'boats' });
  await opened.response;
  expect((await newest(world)).phase).toBe('open');
  expect(JSON.stringify(opened.modal)).toContain('This cannot be undone');
  const again = await hosting(world, 'cancel', { challenge: 'boats' });
  await world.app.stop();
  await world.startApp();
  const answer = await answerOf(world, await fillIn(world.host, opened, { reason: 'Too few [people](x)' }));
  expect(readOf(answer)).toContain('open for entries → **cancelled**: “Too few \\[people\\]\\(x\\)”');
  expect(await newest(world)).toMatchObject({ phase: 'cancelled', reason: 'Too few [people](x)' });
  await world.until('the reason for all to see', () =>
    world.arena.messages.some((one) => textOf(one).includes('Too few')),
  );
  const late = await answerOf(world, await fillIn(world.host, again, { reason: 'Again' }));
  expect(readOf(late)).toContain('is cancelled already');
});

test('a draft is cancelled without a reason, from its panel, and nobody is told', async () => {
  const world = await openChallengeWorld();
  const panel = await createDraft(world);
  const opened = await world.host.press(panel.message, 'v1:challenge-cancel-sure:1');
  await answerOf(world, await fillIn(world.host, opened, {}));
  expect((await newest(world)).phase).toBe('cancelled');
  world.clock.jump(HOUR_MS);
  expect(world.arena.messages).toEqual([]);
});

test('reasons pass the filter, and only hosts do any of this', async () => {
  const world = await openChallengeWorld();
  await publishDraft(world);
  const { schedule } = await newest(world);
  databaseOf(world)
    .insert(filterRules)
    .values({ guildId: world.guild.id, kind: 'word', text: 'volcano', action: 'refuse' })
    .run();
  expect(await deed(world, 'pause', { reason: 'A v0lcano' })).toContain('Nothing was saved');
  const form = await hosting(world, 'cancel', { challenge: 'Boats' });
  const refused = await answerOf(world, await fillIn(world.host, form, { reason: 'Volcano' }));
  expect(readOf(refused)).toContain('Nothing was saved');

  for (const subcommand of ['pause', 'resume', 'end', 'cancel']) {
    expect(await deed(world, subcommand, {}, world.ada)).toContain('This is for hosts');
  }
  expect(await deed(world, 'extend', { by: '1d' }, world.ada)).toContain('This is for hosts');
  const asked = await world.ada.autocomplete(world.channel, 'veo-challenge', 'challenge', '', {
    subcommand: 'end',
  });
  await asked.response;
  expect(asked.choices).toEqual([]);
  expect(await newest(world)).toMatchObject({ phase: 'open', pausedAt: undefined, schedule });
});

/** What moderators read of hosts' deeds, oldest first. */
async function deedsIn(world: World, count: number): Promise<string[]> {
  const deeds = () =>
    world.log.messages.map((one) => shown(textOf(one))).filter((text) => text.includes('· Challenge '));
  return world.until('the cases', () => deeds().length >= count && deeds());
}

test('moving, ending, pausing, resuming and cancelling are cases, with who did it and why', async () => {
  const world = await openChallengeWorld();
  const { id } = await publishDraft(world, { opens: 'in 1d' });
  await deed(world, 'extend', { by: '1d', reason: 'the *river* is high' });
  await deed(world, 'extend', { by: '1m' });
  await deed(world, 'pause', { reason: 'a storm' });
  await deed(world, 'pause', { reason: 'again' });
  await deed(world, 'resume');
  await deed(world, 'end', { reason: 'all are here' });
  const form = await hosting(world, 'cancel', { challenge: 'Boats' });
  await answerOf(world, await fillIn(world.host, form, { reason: 'no boats' }));
  const [extended, shortest, paused, resumed, ended, cancelled, ...more] = await deedsIn(world, 6);
  expect(more).toEqual([]);
  expect(extended).toContain(`Challenge times moved**\nBy <@${world.host.id}>`);
  expect(extended).toMatch(
    new RegExp(
      `Challenge ${id}, “Boats”: Entries open \\S+ \\S+ UTC → \\S+ \\S+ UTC, Entries close .* Voting ends`,
    ),
  );
  expect(extended).toContain('Why: “the *river* is high”');
  expect(shortest).toContain('Challenge times moved');
  expect(paused).toContain(`Challenge paused**\nBy <@${world.host.id}>`);
  expect(paused).toContain('running → paused\nWhy: “a storm”');
  expect(resumed).toContain('Challenge resumed');
  expect(ended).toContain('announced ended at once, Entries open ');
  expect(ended).toContain('Why: “all are here”');
  expect(cancelled).toContain('→ cancelled\nWhy: “no boats”');
});

test('what is refused, and a draft that is given up, are no cases', async () => {
  const world = await openChallengeWorld();
  await createDraft(world);
  const form = await hosting(world, 'cancel', { challenge: 'Boats' });
  await answerOf(world, await fillIn(world.host, form, { reason: '' }));
  await publishDraft(world);
  await deed(world, 'extend', { by: '-30d' });
  await deed(world, 'resume');
  await deed(world, 'pause');
  expect(await deedsIn(world, 1)).toEqual([expect.stringContaining('Challenge paused')]);
});

test('a form that asked for no reason, because it was a draft, cannot cancel what was published meanwhile', async () => {
  const world = await openChallengeWorld();
  await createDraft(world);
  const form = await hosting(world, 'cancel', { challenge: 'Boats' });
  await form.response;
  await hostingText(world, 'publish', { challenge: 'Boats' });
  const refused = readOf(await answerOf(world, await fillIn(world.host, form, { reason: '' })));
  expect(refused).toContain('It was published meanwhile, so members are told why it is cancelled');
  expect((await newest(world)).phase).not.toBe('cancelled');
});

test('of several with the same title nothing is ended by its title; what is offered tells them apart', async () => {
  const world = await openChallengeWorld();
  const { id } = await publishDraft(world, { opens: 'in 1d' });
  await createDraft(world, { opens: 'in 1d' }, { title: 'Boats', theme: 'Paper boats' });
  const other = await newest(world);
  await hostingText(world, 'publish', { challenge: String(other.id) });
  expect(await deed(world, 'end')).toBe(
    'Several challenges have this title: choose one of those that are offered while you type.',
  );
  const typing = await world.host.autocomplete(world.channel, 'veo-challenge', 'challenge', 'boa', {
    subcommand: 'end',
  });
  await typing.response;
  expect(typing.choices).toEqual([
    { name: `Boats (#${other.id}): Paper boats`, value: String(other.id) },
    { name: `Boats (#${id}): Everything that floats`, value: String(id) },
  ]);
  expect(await deed(world, 'end', { challenge: String(other.id) })).toContain('Entries open');
});

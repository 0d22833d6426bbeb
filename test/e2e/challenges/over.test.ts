import { expect, test } from 'vitest';
import type { SandboxChannel } from '../../../src/sandbox/discord/model.ts';
import { textOf } from '../../support/world.ts';
import {
  DAY_MS,
  enterAll,
  found,
  goTo,
  HOUR_MS,
  type Life,
  looks,
  openLife,
  postsWith,
  published,
  untilIn,
  untilShown,
} from './life.ts';

const told = ({ messages }: SandboxChannel): string[] =>
  messages.filter(({ author, pinNoticeOf }) => author === 'bot' && pinNoticeOf === undefined).map(textOf);

/** A life in which the bot sees nothing of the channel until `open` is called. */
async function openBlind() {
  const life = await openLife();
  const role = life.guild.addRole('Fans', { mentionable: true });
  const { botPermissions } = life.arena;
  life.arena.botPermissions = 0n;
  return {
    life,
    role,
    open: async () => {
      life.arena.botPermissions = botPermissions;
      goTo(life, life.clock.now() + 5 * DAY_MS);
      await looks(life);
      await looks(life);
    },
  };
}

const nothingDue = ({ stores, until }: Life, id: number): Promise<unknown> =>
  until('nothing to be due', async () =>
    (await stores.challengePosts.ofChallenge(id)).every(({ dueAt }) => dueAt === undefined),
  );

test.for(['closed', 'cancelled'] as const)(
  'a challenge that is %s before it could be announced is not announced any more',
  async (how) => {
    const { life, role, open } = await openBlind();
    const { id, schedule } = await published(life, { opensIn: 0, settings: { pingRoleId: role.id } });
    await untilIn(life, id, 'open');
    if (how === 'closed') goTo(life, schedule.entriesUntil);
    else await life.stores.challenges.move(id, { from: 'open', to: how, at: life.clock.now(), reason: 'x' });
    await untilIn(life, id, how);
    await life.restart();
    await open();
    await nothingDue(life, id);
    expect(told(life.arena)).toEqual([]);
    expect(life.arena.pins).toEqual([]);
  },
);

test('who took part is told how it ended, and no role is called for what is over', async () => {
  const { life, role, open } = await openBlind();
  const { id, schedule } = await published(life, { opensIn: 0, settings: { pingRoleId: role.id } });
  await untilIn(life, id, 'open');
  await enterAll(life, id, life.members.slice(0, 1));
  goTo(life, schedule.entriesUntil);
  await untilIn(life, id, 'closed');
  await open();
  await life.until('the result', () => postsWith(life.arena, 'the result').length === 1);
  await untilShown(life, id);
  // What was edited since calls nobody any more: what was asked for is looked at.
  expect(JSON.stringify(life.discord.requests.map(({ body }) => body))).not.toContain(
    `"roles":["${role.id}"]`,
  );
  expect(life.arena.pins).toEqual([]);
});

test('a role is called late as long as there is something to take part in', async () => {
  const { life, role, open } = await openBlind();
  const { id } = await published(life, {
    opensIn: 0,
    entriesMs: 20 * DAY_MS,
    settings: { pingRoleId: role.id },
  });
  await untilIn(life, id, 'open');
  await open();
  await life.until('the call', () =>
    life.arena.messages.some(({ mentionedRoleIds }) => mentionedRoleIds.includes(role.id)),
  );
});

test('the pin goes when the challenge is over, once: whoever pins it again keeps it', async () => {
  const life = await openLife();
  const { id, schedule } = await published(life, { opensIn: 0 });
  const lasting = await published(life, { opensIn: 0, entriesMs: 20 * DAY_MS });
  await untilIn(life, id, 'open');
  await life.until('the pins', () => life.arena.pins.length === 2);
  await life.running.stop();
  goTo(life, schedule.entriesUntil);
  await life.restart();
  await untilIn(life, id, 'closed');
  await life.until('the pin to go', () => life.arena.pins.length === 1);
  expect(textOf(life.arena.pins[0] ?? { content: '', embeds: [] })).toContain(`#${lasting.id}`);
  const [over] = postsWith(life.arena, '🏁 **Over**');
  const result = await life.until('the result', () => postsWith(life.arena, 'the result')[0]);
  await life.until('the link to it', () => JSON.stringify(over?.components).includes(result.id));
  await looks(life);
  const route = `${life.discord.apiUrl}/channels/${life.arena.id}/messages/pins/${over?.id}`;
  await fetch(route, { method: 'PUT', headers: { authorization: `Bot ${life.discord.token}` } });
  goTo(life, life.clock.now() + HOUR_MS);
  await looks(life);
  expect(life.arena.pins).toHaveLength(2);
  expect(life.running.log.join('\n')).not.toContain('could not be unpinned');
  expect((await found(life, lasting.id)).phase).toBe('open');
});

test('the pin of a cancelled challenge goes; where the bot may not unpin, all else goes on', async () => {
  const life = await openLife();
  const { botPermissions } = life.arena;
  for (const mayUnpin of [true, false]) {
    const { id } = await published(life, { opensIn: 0 });
    await untilIn(life, id, 'open');
    await life.until('the pin', () => life.arena.pins.length === 1);
    if (!mayUnpin) life.arena.botPermissions = botPermissions & ~(1n << 51n);
    await life.stores.challenges.move(id, {
      from: 'open',
      to: 'cancelled',
      at: life.clock.now(),
      reason: 'rain',
    });
    await life.until('members to be told', () => postsWith(life.arena, 'was cancelled').length > 0);
    await nothingDue(life, id);
    expect(life.arena.pins).toHaveLength(mayUnpin ? 0 : 1);
  }
});

import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openRealTimeWorld, orders } from '../support/world.ts';

const GUILDS = 20;
const ORDERS = 200;
const OVER_MS = 10_000;
const ANSWER_WITHIN_MS = 3_000;

test('200 orders in 10 seconds over 20 servers are all answered within 3 seconds, and none is lost', async () => {
  const world = await openRealTimeWorld({ discord: { rateLimits: 'discord' } });
  const bot = await world.startProcess({ QUOTA_VIDEOS_PER_DAY: '1000' });
  const places = Array.from({ length: GUILDS }, (_, index) => {
    const guild = world.discord.addGuild({ name: `Guild ${index}` });
    return {
      channel: guild.addChannel({ name: 'films' }),
      member: guild.addMember({ name: `Member ${index}` }),
    };
  });

  const startedAt = Date.now();
  const answers: Promise<number>[] = [];
  for (let number = 0; number < ORDERS; number += 1) {
    const place = places[number % GUILDS];
    if (!place) throw new Error('no such place');
    await delay(Math.max(0, startedAt + (number * OVER_MS) / ORDERS - Date.now()));
    const sentAt = Date.now();
    answers.push(
      place.member
        .slash(place.channel, 'veo', { prompt: `boat number ${number}` })
        .then(({ response }) => response)
        .then((answer) => {
          expect(answer.kind === 'message' && !answer.message.ephemeral).toBe(true);
          return Date.now() - sentAt;
        }),
    );
  }
  const waits = await Promise.all(answers);
  expect(waits).toHaveLength(ORDERS);
  expect(Math.max(...waits)).toBeLessThan(ANSWER_WITHIN_MS);

  // A stop loses none of them either: the next start goes on with every one.
  expect(await bot.stop('SIGTERM')).toBe(0);
  await world.startProcess({
    QUOTA_VIDEOS_PER_DAY: '1000',
    MAX_RUNNING: '200',
    MAX_RUNNING_PER_GUILD: '10',
    MAX_RUNNING_PER_USER: '10',
  });
  const deadline = Date.now() + 60_000;
  while (world.scenario.jobs.length < ORDERS && Date.now() < deadline) await delay(100);
  const prompts = new Set(orders(world.scenario).map(({ body }) => JSON.stringify(body)));
  expect(prompts.size).toBe(ORDERS);
  expect(world.scenario.jobs).toHaveLength(ORDERS);
}, 120_000);

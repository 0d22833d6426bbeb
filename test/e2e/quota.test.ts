import { expect, test } from 'vitest';
import { InteractionTimeout } from '../../src/sandbox/discord/interaction.ts';
import { jobsOf } from '../support/looking.ts';
import { openModeratedWorld } from '../support/moderating.ts';
import { answerTo } from '../support/world.ts';

const DAY_MS = 24 * 3_600_000;
const MEMBERS = 50;
const ORDERS_EACH = 6;
const QUOTA = 3;

test('of 50 members who order 6 times at once with a quota of 3, 150 jobs are admitted and the rest told the right time', async () => {
  // Nothing ends, so that nothing is given back in between.
  const world = await openModeratedWorld({ scenario: { outcome: () => ({ kind: 'stuck' }) } }, {});
  const { log } = await world.startApp({ MAX_RUNNING: '2' });
  await world.mod('quota set', { rule: 'videos', amount: QUOTA, window: 'rolling-day' });
  const members = Array.from({ length: MEMBERS }, (_, index) =>
    world.guild.addMember({ name: `Member ${index}` }),
  );

  const orders = await Promise.all(
    members.flatMap((member) =>
      Array.from({ length: ORDERS_EACH }, async () => {
        const sent = await member.slash(world.channel, 'veo', { prompt: 'A boat at dusk' });
        return { member, answer: await answerTo(sent).catch(lost) };
      }),
    ),
  );
  // On a busy machine some come after Discord's three seconds: the bot has decided on them all the same.
  const late = orders.filter(({ answer }) => answer === undefined);
  await world.until(
    'every order to be decided on',
    () => log.filter((line) => line.includes('a refusal could not be shown')).length === late.length,
  );

  const jobs = await jobsOf(world).activeInGuild(world.guild.id);
  expect(jobs).toHaveLength(MEMBERS * QUOTA);
  const answers = orders.flatMap(({ member, answer }) => (answer ? [{ member, answer }] : []));
  const refusals = answers.filter(({ answer }) => answer.ephemeral);
  expect(answers.length - refusals.length).toBeLessThanOrEqual(MEMBERS * QUOTA);
  expect(refusals.length).toBeGreaterThanOrEqual(MEMBERS * (ORDERS_EACH - QUOTA) - late.length);
  for (const member of members) {
    const takenAt = jobs.filter(({ userId }) => userId === member.id).map(({ createdAt }) => createdAt);
    expect(takenAt).toHaveLength(QUOTA);
    const backAt = Math.ceil((Math.min(...takenAt) + DAY_MS) / 1_000);
    const text = `You have used up your limit of 3 videos in any 24 hours (this server’s rule for everybody). There is room again <t:${backAt}:R>; \`/veo-quota\` shows how you stand.`;
    const told = refusals.filter((one) => one.member === member).map(({ answer }) => answer.content);
    expect(told).toEqual(told.map(() => text));
    // Once more, in peace.
    expect(await world.refusal({}, { member })).toBe(text);
  }
});

/** No answer came in time. */
function lost(error: unknown): undefined {
  if (error instanceof InteractionTimeout) return undefined;
  throw error;
}

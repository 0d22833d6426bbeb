import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { JobStore } from '../../src/jobs/job-store.ts';
import type { SandboxComponent } from '../../src/sandbox/discord/component-schema.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import type { SandboxChannel } from '../../src/sandbox/discord/model.ts';
import type { JobOutcome } from '../../src/sandbox/scenario/server.ts';
import { createJobStore } from '../../src/store/job-store.ts';
import { openDatabase } from '../../src/store/open.ts';
import { VEO_PARAMETERS } from '../../src/veo/parameters.ts';
import { answerTo, dryRuns, orders, type World } from './world.ts';

const MIGRATIONS_FOLDER = join(import.meta.dirname, '..', '..', 'drizzle');

/** The bot's jobs, read beside it on a connection of the test's own. */
export function jobsOf({ dataDir }: World): JobStore {
  const { db, close } = openDatabase(join(dataDir, 'clapper.db'), MIGRATIONS_FOLDER);
  onTestFinished(close);
  return createJobStore(db);
}

/** What `/veo-quota` says. */
export async function quotaText({ ada, channel }: World, member = ada): Promise<string> {
  const answer = await answerTo(await member.slash(channel, 'veo-quota'));
  return answer.content;
}

/** Buttons and menus of a message, rows left out. */
export const partsOf = ({ components }: Pick<SandboxMessage, 'components'>): SandboxComponent[] =>
  components.flatMap((row) => row.components ?? []);

/** The custom id of the part whose custom id begins with `v1:action:`. */
export function idOf(message: Pick<SandboxMessage, 'components'>, action: string): string {
  const ids = partsOf(message).flatMap(({ custom_id }) => custom_id ?? []);
  const found = ids.find((id) => id.startsWith(`v1:${action}:`));
  if (found === undefined) throw new Error(`no ${action} among: ${ids.join(', ') || 'nothing'}`);
  return found;
}

const sentBody = z.looseObject({ prompt: z.string(), seed: z.number() });

/** The bodies of the generate requests, oldest first. */
export const sentBodies = ({ scenario }: World): z.infer<typeof sentBody>[] =>
  orders(scenario).map(({ body }) => sentBody.parse(body));

/** Lets time run until the card links to the video, and gives the video's message. */
export const untilDelivered = (world: World, card: SandboxMessage): Promise<SandboxMessage> =>
  world.until('the card to link to the video', () => {
    const linked = /^✅ Delivered: .*\/(\d+)$/.exec(card.content)?.[1];
    return world.guild.channels.flatMap(({ messages }) => messages).find(({ id }) => id === linked);
  });

/** A text as Discord shows it: without the backslashes that take the meaning from the next character. */
export const shown = (text: string): string => text.replace(/\\([^a-z0-9\s])/gi, '$1');

/** Posts in the bot's name past the bot, to have messages that it would not send by itself. */
export async function postAsBot(
  { discord }: World,
  channel: SandboxChannel,
  body: { content: string; components?: unknown[] },
): Promise<SandboxMessage> {
  const response = await fetch(`${discord.apiUrl}/channels/${channel.id}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  const posted = z.object({ id: z.string() }).parse(await response.json());
  const message = channel.messages.find(({ id }) => id === posted.id);
  if (!message) throw new Error('nothing was posted');
  return message;
}

/** What a server can do in its settings: offer a command to everybody, whatever permissions the bot asks for. */
export async function offerToEverybody({ discord }: World, name: string): Promise<void> {
  const command = discord.commands.find((one) => one.name === name);
  const response = await fetch(
    `${discord.apiUrl}/applications/${discord.applicationId}/commands/${command?.id}`,
    {
      method: 'PATCH',
      headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ default_member_permissions: null }),
    },
  );
  if (!response.ok) throw new Error(await response.text());
}

/** A row with one button. */
export const buttonRow = (customId: string): unknown => ({
  type: 1,
  components: [{ type: 2, style: 2, label: 'Press', custom_id: customId }],
});

const KINDS_WITHOUT_PICTURES =
  VEO_PARAMETERS.resolution.choices.length *
  VEO_PARAMETERS.duration.choices.length *
  ['sound', 'none'].length;

/** Lets time run until the bot has asked what videos cost: from then on a generate request is an order. */
export const untilPriced = (world: World): Promise<unknown> =>
  world.until('the prices to be asked for', () => {
    const asked = dryRuns(world.scenario).filter(({ status }) => status < 300);
    return asked.length >= KINDS_WITHOUT_PICTURES;
  });

const BLOCKER = 'blocks the queue';

/** For `openWorld`: the job that `blockQueue` orders never ends by itself. */
export const BLOCKABLE = {
  scenario: {
    outcome: ({ prompt }: { prompt?: string | undefined }): JobOutcome => ({
      kind: prompt === BLOCKER ? 'stuck' : 'success',
    }),
  },
};

/**
 * Fills the only place of a bot with `MAX_RUNNING=1`, so that everything after it waits.
 * @returns what lets it end
 */
export async function blockQueue(world: World, member = world.ada): Promise<() => void> {
  await world.order({ prompt: BLOCKER }, { member });
  await world.until('the first job to be at work', () => world.scenario.jobs.length === 1);
  return () => world.scenario.setOutcome(world.scenario.jobs[0]?.id ?? '', { kind: 'success' });
}

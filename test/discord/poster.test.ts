import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderCard } from '../../src/discord/card.ts';
import { createPoster } from '../../src/discord/poster.ts';
import { renderResult, resultMarker } from '../../src/discord/result-message.ts';
import { english } from '../../src/discord/words/english.ts';
import { openSandbox } from '../sandbox/discord/bot.ts';
import { restClientsOf } from '../support/rest-clients.ts';
import { createTestClock } from '../support/test-clock.ts';
import { aJob } from './job.ts';

const VIDEO = join(tmpdir(), `clapper-poster-${process.pid}.mp4`);
const BYTES = Buffer.from('not really a video, but Discord does not look into it');

beforeAll(() => writeFile(VIDEO, BYTES));

async function openPoster() {
  const clock = createTestClock();
  const sandbox = await openSandbox({ now: clock.now, rateLimits: 'off' });
  const guild = sandbox.addGuild();
  const channel = guild.addChannel();
  const ada = guild.addMember({ name: 'Ada' });
  const poster = createPoster({ ...restClientsOf(sandbox), clock });
  const job = aJob({ guildId: guild.id, channelId: channel.id, userId: ada.id });
  const result = renderResult(job, { kind: 'file' }, job.createdAt, english);
  return { clock, sandbox, guild, channel, ada, poster, job, result };
}

describe('a result', () => {
  test('is one message with the file, its description and a ping for its owner alone', async () => {
    const { poster, channel, ada, result } = await openPoster();
    const video = { path: VIDEO, fileName: 'boat.mp4', altText: 'A boat', spoiler: true };
    const id = await poster.postResult(channel.id, result, { nonce: 'result-7', video });
    const [message, ...others] = channel.messages;
    expect(others).toEqual([]);
    expect(message).toMatchObject({ id, author: 'bot', mentionedUserIds: [ada.id], mentionsEveryone: false });
    const [file] = message?.attachments ?? [];
    expect(file).toMatchObject({
      filename: 'boat.mp4',
      description: 'A boat',
      isSpoiler: true,
      contentType: 'video/mp4',
    });
    expect(BYTES.equals((await file?.bytes()) ?? Buffer.alloc(0))).toBe(true);
  });

  test.each([undefined, { path: VIDEO, fileName: 'boat.mp4', altText: 'A boat', spoiler: false }])(
    'sent again under the same nonce stays one message (%j)',
    async (video) => {
      const { poster, channel, result } = await openPoster();
      const options = { nonce: 'result-7', ...(video ? { video } : {}) };
      const first = await poster.postResult(channel.id, result, options);
      expect(await poster.postResult(channel.id, result, options)).toBe(first);
      expect(channel.messages).toHaveLength(1);
    },
  );

  test('with a file that is not there is not sent', async () => {
    const { poster, channel, result, sandbox } = await openPoster();
    const video = { path: `${VIDEO}.none`, fileName: 'boat.mp4', altText: 'A boat', spoiler: false };
    await expect(poster.postResult(channel.id, result, { nonce: 'n', video })).rejects.toThrow();
    expect(sandbox.requests).toEqual([]);
  });
});

describe('a card', () => {
  test('is posted once and edited in place, pinging nobody', async () => {
    const { poster, channel, job } = await openPoster();
    const id = await poster.postCard(channel.id, renderCard(job, { words: english }), 'card-7');
    expect(await poster.postCard(channel.id, renderCard(job, { words: english }), 'card-7')).toBe(id);
    await poster.editCard(channel.id, id, renderCard({ ...job, state: 'generating' }, { words: english }));
    expect(channel.messages).toHaveLength(1);
    expect(channel.messages[0]?.embeds[0]?.description).toContain('Generating');
    expect(channel.messages[0]).toMatchObject({ mentionedUserIds: [], allowedMentions: { parse: [] } });
  });
});

describe('the bot’s own message', () => {
  test('is found by its mark among those of others, beyond the first page', async () => {
    const { poster, channel, ada, job, result, clock } = await openPoster();
    const after = clock.now();
    ada.say(channel, `I say ${resultMarker(job.id)}`);
    for (let nth = 0; nth < 150; nth += 1) {
      await clock.advance(1_000);
      ada.say(channel, `words ${nth}`);
    }
    const id = await poster.postResult(channel.id, result, { nonce: 'result-7' });
    expect(await poster.findOwn(channel.id, resultMarker(job.id), after)).toBe(id);
    expect(await poster.findOwn(channel.id, resultMarker(job.id + 1), after)).toBeUndefined();
  });

  test('of another job, whose number only begins alike, is not taken for it', async () => {
    const { poster, channel, job, clock } = await openPoster();
    const after = clock.now();
    const other = { ...job, id: Number(`${job.id}0`) };
    const result = renderResult(other, { kind: 'file' }, clock.now(), english);
    const id = await poster.postResult(channel.id, result, { nonce: 'result-70' });
    expect(await poster.findOwn(channel.id, resultMarker(job.id), after)).toBeUndefined();
    expect(await poster.findOwn(channel.id, resultMarker(other.id), after)).toBe(id);
  });

  test('from before the moment is not found', async () => {
    const { poster, channel, job, result, clock } = await openPoster();
    await poster.postResult(channel.id, result, { nonce: 'result-7' });
    await clock.advance(5_000);
    expect(await poster.findOwn(channel.id, resultMarker(job.id), clock.now())).toBeUndefined();
  });
});

describe('a direct message', () => {
  test('reaches the member', async () => {
    const { poster, sandbox, ada } = await openPoster();
    await poster.directMessage(ada.id, 'Your video could not be posted.');
    expect(sandbox.dms(ada.id).map(({ content }) => content)).toEqual(['Your video could not be posted.']);
  });

  test('to a member who takes none is refused', async () => {
    const { poster, ada } = await openPoster();
    ada.user.dmsOpen = false;
    await expect(poster.directMessage(ada.id, 'Hello')).rejects.toMatchObject({ code: 50_007 });
  });
});

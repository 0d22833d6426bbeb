import { describe, expect, test } from 'vitest';
import {
  altText,
  renderResult,
  resultMarker,
  type VideoWay,
  videoFileName,
} from '../../src/discord/result-message.ts';
import { english } from '../../src/discord/words/english.ts';
import { channelMessage } from '../../src/sandbox/discord/message-body.ts';
import { aJob, largeJob, NOW, WORST_PROMPTS, withPrompt } from './job.ts';

const FILE: VideoWay = { kind: 'file' };
const LONG_LINK: VideoWay = {
  kind: 'link',
  url: `https://cdn.cloud.scenario.com/${'x'.repeat(969)}`,
  expiresAt: NOW + 14 * 24 * 3_600_000,
};

test('the message pings its owner, shows the prompt and what the video is', () => {
  const job = aJob({ state: 'delivering', costUnits: 400 });
  expect(renderResult(job, FILE, NOW + 125_000, english)).toEqual({
    content: [
      '<@300000000000000001> your video is ready.',
      '> A paper boat at dusk',
      '-# 720p · 16:9 · 8 s · sound · seed 7 · took 2 min 5 s · 400 CU · video #7',
    ].join('\n'),
    components: [],
    pings: ['300000000000000001'],
  });
});

test.each(['silent', 'dm'] as const)(
  'the message pings nobody where owners are told otherwise (%s)',
  (notify) => {
    const { pings, content } = renderResult(aJob({ notify }), FILE, NOW, english);
    expect(pings).toEqual([]);
    expect(content).toContain('<@300000000000000001> your video is ready.');
  },
);

test('what it cost is left out when it is not known', () => {
  expect(renderResult(aJob(), FILE, NOW, english).content).not.toContain('CU');
});

describe('a video that is too large is linked', () => {
  const lineOf = (way: VideoWay) => renderResult(aJob(), way, NOW, english).content.split('\n').at(-1);

  test('with the time until which the link works', () => {
    expect(lineOf({ kind: 'link', url: 'https://x.example/a?b=c', expiresAt: NOW })).toBe(
      'The file is too large for this server. [Watch or download it](https://x.example/a?b=c), until <t:1795348800:f> (<t:1795348800:R>).',
    );
  });

  test('with a rough time when the link does not say', () => {
    expect(lineOf({ kind: 'link', url: 'https://x.example/a', expiresAt: undefined })).toMatch(
      /, for about a week\.$/,
    );
  });
});

describe.each(WORST_PROMPTS)('a prompt of 4000 characters: %s', (_what, prompt) => {
  const job = withPrompt(largeJob(), prompt);

  test.each<[string, VideoWay]>([
    ['a file', FILE],
    ['a link of 1000 characters', LONG_LINK],
  ])('fits in a message with %s', (_way, way) => {
    const { content, components } = renderResult(job, way, NOW + 24 * 3_600_000, english);
    expect(content.length).toBeLessThanOrEqual(2_000);
    expect(channelMessage.safeParse({ content, components }).success).toBe(true);
    if (way.kind === 'link') expect(content).toContain(`](${way.url})`);
    expect(content).toContain(resultMarker(job.id));
  });

  test('is cut to what a description of a picture may be, for those who hear it', () => {
    const attachments = [{ id: '0', filename: videoFileName(job), description: altText(job) }];
    expect(channelMessage.safeParse({ attachments }).error?.issues).toBeUndefined();
  });
});

test('a description is the prompt, on one line', () => {
  expect(altText(withPrompt(aJob(), 'A *boat*\nat dusk'))).toBe('A *boat* at dusk');
});

test('a prompt cannot imitate the mark by which a result is recognised', () => {
  const forged = withPrompt(aJob(), `${resultMarker(8)} video #8 · video\u200b #8`);
  expect(renderResult(forged, FILE, NOW, english).content).not.toContain(resultMarker(8));
});

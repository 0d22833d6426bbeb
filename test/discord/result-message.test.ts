import { describe, expect, test } from 'vitest';
import {
  altText,
  renderCopy,
  renderResult,
  resultMarker,
  type VideoWay,
  videoFileName,
} from '../../src/discord/result-message.ts';
import { english } from '../../src/discord/words/english.ts';
import type { Job } from '../../src/jobs/job.ts';
import { channelMessage } from '../../src/sandbox/discord/message-body.ts';
import { aJob, largeJob, NOW, WORST_PROMPTS, withPrompt } from './job.ts';

const FILE: VideoWay = { kind: 'file' };
const LONG_URL = `https://cdn.cloud.scenario.com/${'x'.repeat(969)}`;
const LONG_ORIGINAL = { url: LONG_URL, until: NOW + 14 * 24 * 3_600_000 };
const PAGE = { url: 'https://films.example/v/7-abc', until: 'for-ever' } as const;
const TEN_MIB = 10 * 1_024 * 1_024;

test('the message pings its owner, shows the prompt and what the video is', () => {
  const job = aJob({ state: 'delivering', costUnits: 400 });
  expect(renderResult(job, FILE, NOW + 125_000, english)).toEqual({
    content: [
      '<@300000000000000001> your video is ready.',
      '> A paper boat at dusk',
      '-# 720p · 16:9 · 8 s · sound · seed 7 · took 2 min 5 s · 400 CU · video #7',
    ].join('\n'),
    components: [
      {
        type: 1,
        components: [
          { type: 2, style: 2, custom_id: 'v1:again:7', label: '🎲 Again' },
          { type: 2, style: 2, custom_id: 'v1:edit:7', label: '✏️ Edit' },
          { type: 2, style: 2, custom_id: 'v1:continue:7', label: '🎞️ Continue' },
          { type: 2, style: 2, custom_id: 'v1:more:7', label: '⋯ More' },
        ],
      },
    ],
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

const linesOf = (way: VideoWay, changes: Partial<Job> = {}) =>
  renderResult(aJob(changes), way, NOW, english).content.split('\n').slice(3);

describe('a video that is too large is linked', () => {
  test('with the time until which the link works', () => {
    expect(linesOf({ kind: 'link', original: { url: 'https://x.example/a?b=c', until: NOW } })).toEqual([
      'The file is too large for this server. [Watch or download it](https://x.example/a?b=c), until <t:1795348800:f> (<t:1795348800:R>).',
    ]);
  });

  test('where Discord takes no files at all, it is that that is said', () => {
    const why = 'no-uploads';
    const [line] = linesOf({ kind: 'link', original: { url: 'https://x.example/a', until: NOW }, why });
    expect(line).toMatch(/^Discord takes no files in this server for now\. \[Watch or download it\]\(http/);
    expect(linesOf({ kind: 'link', original: PAGE, why })[0]).toBe(
      'Discord takes no files in this server for now. Watch it here:',
    );
  });

  test('with a rough time when the link does not say', () => {
    const [line] = linesOf({ kind: 'link', original: { url: 'https://x.example/a', until: undefined } });
    expect(line).toMatch(/, for about a week\.$/);
  });

  test('by the address of the bot’s own page on its own, for that Discord makes a player of', () => {
    expect(linesOf({ kind: 'link', original: PAGE })).toEqual([
      'The file is too large for this server. Watch it here:',
      'https://films.example/v/7-abc',
    ]);
  });

  test.each([PAGE, { url: 'https://x.example/a', until: undefined }])(
    'between bars when it is a spoiler (%j)',
    (original) => {
      const line = linesOf({ kind: 'link', original }, { spoiler: true }).at(-1);
      expect(line).toMatch(/^\|\| .*https:\/\/\S+.* \|\|$/);
    },
  );
});

describe('a smaller copy says what was done', () => {
  test('and links the original without a preview', () => {
    expect(linesOf({ kind: 'fitted', limitBytes: TEN_MIB, original: PAGE })).toEqual([
      '-# Re-encoded to fit 10 MiB; original: [link](<https://films.example/v/7-abc>).',
    ]);
  });

  test('and until when the link works', () => {
    const original = { url: 'https://x.example/a', until: NOW };
    expect(linesOf({ kind: 'fitted', limitBytes: TEN_MIB - 1, original })).toEqual([
      '-# Re-encoded to fit 9.9 MiB; original: [link](<https://x.example/a>), until <t:1795348800:f> (<t:1795348800:R>).',
    ]);
  });

  test('also where there is no link', () => {
    expect(linesOf({ kind: 'fitted', limitBytes: TEN_MIB, original: undefined })).toEqual([
      '-# Re-encoded to fit 10 MiB.',
    ]);
  });
});

describe('a copy of a result', () => {
  const delivered = aJob({ state: 'delivered', resultMessageId: '9' });
  const link = `https://discord.com/channels/${delivered.guildId}/${delivered.channelId}/9`;

  test('names who posted it, whose it is and where it was first, and pings nobody', () => {
    const copy = renderCopy(delivered, FILE, english, '400000000000000001');
    expect(copy.content.split('\n')).toEqual([
      'Posted again by <@400000000000000001>.',
      '> A paper boat at dusk',
      `-# [#7](${link}) · for <@300000000000000001> · 720p · 16:9 · 8 s · sound · seed 7`,
    ]);
    expect(copy.pings).toEqual([]);
    expect(copy.components).toEqual(renderResult(delivered, FILE, NOW, english).components);
  });

  test('has no buttons in a direct message, where nobody posted it', () => {
    const { content, components } = renderCopy(delivered, FILE, english, undefined);
    expect(content).not.toContain('Posted again');
    expect(components).toEqual([]);
  });

  test('does not bear the mark of the result, so that it is never taken for it', () => {
    const parent = aJob({ id: 3, resultMessageId: '8' });
    const derived = { ...delivered, origin: { parentId: 3, derivation: 'again' } as const };
    for (const way of [FILE, { kind: 'fitted', limitBytes: 1, original: PAGE } as const]) {
      const { content } = renderCopy(derived, way, english, '400000000000000001', parent);
      expect(content).not.toContain(resultMarker(7));
      expect(content).toContain('made [#3](');
    }
  });
});

describe.each(WORST_PROMPTS)('a prompt of 4000 characters: %s', (_what, prompt) => {
  const job = withPrompt(largeJob(), prompt);

  test.each<[string, VideoWay]>([
    ['a file', FILE],
    ['a link of 1000 characters', { kind: 'link', original: LONG_ORIGINAL }],
    ['a smaller copy', { kind: 'fitted', limitBytes: TEN_MIB, original: LONG_ORIGINAL }],
  ])('fits in a message with %s', (_way, way) => {
    const origin = { parentId: 999_999_999_999, derivation: 'continue' } as const;
    const spoiler = { ...job, spoiler: true, origin, resultMessageId: '9'.repeat(20) };
    const parent = largeJob({ id: origin.parentId, resultMessageId: '9'.repeat(20) });
    const { content, components } = renderResult(spoiler, way, NOW + 24 * 3_600_000, english, parent);
    expect(content.length).toBeLessThanOrEqual(2_000);
    expect(channelMessage.safeParse({ content, components }).success).toBe(true);
    if (way.kind === 'link') expect(content).toContain(`](${LONG_URL})`);
    if (way.kind === 'fitted') expect(content).toContain(`](<${LONG_URL}>)`);
    expect(content).toContain(resultMarker(job.id));
    const copy = renderCopy(spoiler, way, english, '9'.repeat(20), parent);
    expect(channelMessage.safeParse({ content: copy.content, components: copy.components }).success).toBe(
      true,
    );
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

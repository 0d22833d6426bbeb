import { expect, test } from 'vitest';
import { renderDetails } from '../../src/discord/details-view.ts';
import { renderDeletion, renderMore, renderPromptToCopy } from '../../src/discord/more-view.ts';
import { aJob, largeJob, WORST_PROMPTS, withPrompt } from './job.ts';

const MESSAGE_MAX_LENGTH = 2_000;
const EMBED_MAX_LENGTH = 4_096;
const POSTED = {
  state: 'delivered',
  resultMessageId: '9'.repeat(20),
  resultChannelId: '9'.repeat(20),
  cardMessageId: '9'.repeat(20),
} as const;

test.for(WORST_PROMPTS)('a prompt of %s fits, on the panel and to be copied', ([, prompt]) => {
  const job = withPrompt(largeJob({ ...POSTED, spoiler: true }), prompt);
  expect(renderMore(job, 'author').content.length).toBeLessThanOrEqual(MESSAGE_MAX_LENGTH);
  expect(renderPromptToCopy(job).content.length).toBeLessThanOrEqual(MESSAGE_MAX_LENGTH);
});

test('a prompt that just fits is copied from the message, with what is not to be shown', () => {
  const settings = { ...aJob().settings, negativePrompt: 'rain' };
  const { content, files } = renderPromptToCopy(aJob({ settings }));
  expect(content).toBe(
    'Prompt:\n```\nA paper boat at dusk\n```\nNot to be shown:\n```\nrain\n```\nSeed:\n```\n7\n```',
  );
  expect(files).toEqual([]);
  const room = MESSAGE_MAX_LENGTH - content.length + settings.prompt.length;
  const full = renderPromptToCopy(aJob({ settings: { ...settings, prompt: 'x'.repeat(room) } }));
  expect([full.content.length, full.files.length]).toEqual([MESSAGE_MAX_LENGTH, 0]);
  const over = renderPromptToCopy(aJob({ settings: { ...settings, prompt: 'x'.repeat(room + 1) } }));
  expect(over.files).toHaveLength(1);
});

test('what is not to be shown cannot end the block either', () => {
  const settings = { ...aJob().settings, negativePrompt: '```\n@everyone' };
  expect(renderPromptToCopy(aJob({ settings })).files).toHaveLength(1);
});

test('the longest details fit', () => {
  const chain = Array.from({ length: 11 }, (_, index) =>
    largeJob({
      ...POSTED,
      id: 999_999_999_999 - index,
      origin: { parentId: 999_999_999_998 - index, derivation: 'retry' },
    }),
  );
  const [job = largeJob(), ...ancestors] = chain;
  const text = renderDetails({
    job: {
      ...job,
      fits: 2,
      remoteId: 'x'.repeat(60),
      assetId: 'x'.repeat(60),
      submittedAt: 0,
      generatedAt: 1e9,
    },
    ancestors,
    children: 1_000_000,
    file: {
      path: 'videos/a.mp4',
      hash: 'a',
      bytes: 1e9,
      durationMs: 8_000,
      width: 1_920,
      height: 1_080,
      videoCodec: 'avc',
      audioCodec: undefined,
      storedAt: 0,
    },
    showsIds: true,
  });
  expect(text.length).toBeLessThanOrEqual(EMBED_MAX_LENGTH);
  expect(text).toContain('no sound');
  expect(text).toContain('Smaller copies made to fit this server: 2');
  expect(text.endsWith(`asset \`${'x'.repeat(60)}\``)).toBe(true);
});

test('of a video whose origin is not known any more, and whose file is gone, only that is told', () => {
  const job = aJob({ origin: { parentId: 3, derivation: 'edit' } });
  expect(renderDetails({ job, ancestors: [], children: 0, file: undefined, showsIds: true })).toBe(
    [
      '**Details of video #7**',
      '720p · 16:9 · 8 s · sound · seed 7',
      `#7 by <@${job.userId}>`,
      '← edited from #3',
      'File: not on my disk now.',
    ].join('\n'),
  );
});

test('authors are told that the file goes too, moderators that it is a case', () => {
  expect(renderDeletion(aJob(), 'author').content).toContain('its file is deleted as well');
  expect(renderDeletion(aJob(), 'moderator').content).toContain('noted as a case');
});

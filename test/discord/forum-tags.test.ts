import { expect, test } from 'vitest';
import { forumTagsSchema, lacksTag, tagIdsFor } from '../../src/discord/forum-tags.ts';

const REQUIRED = 1 << 4;
const forum = (flags: number, ...tags: readonly { name: string; moderated?: boolean }[]) =>
  forumTagsSchema.parse({ flags, available_tags: tags.map((tag, index) => ({ id: `${index}`, ...tag })) });

test.each([
  ['sets no tag where none is asked for', forum(0, { name: 'Challenges' }), [], false],
  [
    'sets the one that is named for it',
    forum(REQUIRED, { name: 'Talk' }, { name: 'Our Contests' }),
    ['1'],
    false,
  ],
  ['else the first', forum(REQUIRED, { name: 'Talk' }, { name: 'Help' }), ['0'], false],
  [
    'never one that is for moderators',
    forum(REQUIRED, { name: 'Challenge', moderated: true }, { name: 'Help' }),
    ['1'],
    false,
  ],
  ['says when there is none', forum(REQUIRED, { name: 'Challenge', moderated: true }), [], true],
  ['says when there is none at all', forum(REQUIRED), [], true],
] as const)('a post in a forum %s', (_what, tags, ids, lacks) => {
  expect(tagIdsFor(tags)).toEqual(ids);
  expect(lacksTag(tags)).toBe(lacks);
});

test('any other channel asks for none', () => {
  expect(lacksTag(forumTagsSchema.parse({}))).toBe(false);
});

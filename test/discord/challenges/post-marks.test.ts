import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Challenge, Entry } from '../../../src/challenges/challenge.ts';
import { PHASE_POST } from '../../../src/challenges/post.ts';
import type { BoardMessage } from '../../../src/discord/board.ts';
import { renderCard } from '../../../src/discord/card.ts';
import { renderAnnouncement } from '../../../src/discord/challenges/announcement-post.ts';
import { renderEntry, renderLostClip, withWay } from '../../../src/discord/challenges/entry-post.ts';
import {
  renderCancelled,
  renderOpened,
  renderReminder,
  renderRunOff,
  renderVotingBegun,
} from '../../../src/discord/challenges/phase-post.ts';
import { renderPodium } from '../../../src/discord/challenges/podium-post.ts';
import {
  entryFileName,
  isPost,
  type PostIdentity,
  sheetFileName,
} from '../../../src/discord/challenges/post-marks.ts';
import { renderSheet } from '../../../src/discord/challenges/sheet-post.ts';
import type { OwnMessage } from '../../../src/discord/own-messages.ts';
import { wordsFor } from '../../../src/discord/words/index.ts';
import { LANGUAGES, type Language } from '../../../src/moderation/language.ts';
import { aJob } from '../job.ts';
import { aChallenge, anEntry, aPlacement } from './a-challenge.ts';

const DONE = aJob({ state: 'delivered', resultMessageId: '4' });
const LINK = { kind: 'link', original: { url: 'https://x.example/a', until: undefined } } as const;

interface Shown {
  post: PostIdentity;
  entry?: Entry;
  message: OwnMessage;
}

const asRead = (message: BoardMessage, fileNames: string[] = []): OwnMessage => ({
  id: '1',
  content: message.content,
  embeds: message.embeds.map(({ description }) => description ?? ''),
  fileNames,
  spoiler: false,
  customIds: message.components.flatMap(({ components }) =>
    components.flatMap((part) => ('custom_id' in part ? part.custom_id : [])),
  ),
});

/** Every post that a challenge can have, as it may stand in its channel. */
function everyPost(id: number, language: Language, text: string): Shown[] {
  const words = wordsFor(language);
  const facts = { words, announcement: undefined };
  const challenge = (changes: Partial<Challenge>) =>
    aChallenge({
      ...{ id, title: text, theme: text, rules: text, reason: text },
      ...changes,
      settings: { anonymous: false },
    });
  const open = challenge({ phase: 'open' });
  const voting = challenge({ phase: 'voting' });
  const post = (kind: PostIdentity['kind'], subjectId = 0) => ({ challengeId: id, kind, subjectId });
  const podium = {
    ...{ words, links: new Map<number, string>(), gone: new Set<number>(), pictureName: undefined },
    entries: new Map([[101, anEntry(1, { challengeId: id, title: text })]]),
    outcome: { placements: [aPlacement(1)], ballots: 1, invalidBallots: 1 },
  };
  const entries = [1, 2, 11, 12].flatMap((number): Shown[] => {
    const entry = anEntry(number, { id: number * 1_000, challengeId: id, title: text });
    const about = { post: post('entry', entry.id), entry };
    const { message } = renderEntry(voting, entry, DONE, words);
    return [
      { ...about, message: asRead(message, [entryFileName(entry)]) },
      { ...about, message: asRead(withWay(entry, message, LINK, number === 2, words)) },
      { ...about, message: asRead(renderLostClip(entry, words)) },
      {
        ...about,
        message: asRead(renderEntry(voting, { ...entry, state: 'withdrawn' }, DONE, words).message),
      },
    ];
  });
  const announced = (phase: Challenge['phase']) =>
    asRead(renderAnnouncement(challenge({ phase }), { words, entries: 1, voters: 1 }));
  return [
    ...(['announced', 'open', 'review', 'voting', 'tallying', 'closed', 'cancelled'] as const).map(
      (phase) => ({ post: post('announcement'), message: announced(phase) }),
    ),
    { post: post('phase', PHASE_POST.open), message: asRead(renderOpened(open, facts)) },
    { post: post('phase', PHASE_POST.voting), message: asRead(renderVotingBegun(voting, facts)) },
    { post: post('phase', PHASE_POST.cancelled), message: asRead(renderCancelled(voting, facts)) },
    ...[1_004_802, 1_004_848, 1_004_803, 100_480].map((subjectId) => ({
      post: post('reminder', subjectId),
      message: asRead(renderReminder(subjectId % 2 === 0 ? open : voting, subjectId, facts)),
    })),
    { post: post('run-off'), message: asRead(renderRunOff(voting, [], facts)) },
    {
      post: post('contact-sheet'),
      message: asRead(renderSheet(voting, [], facts), [sheetFileName(id, 1), sheetFileName(id, 2)]),
    },
    { post: post('podium'), message: asRead(renderPodium(challenge({ phase: 'closed' }), podium)) },
    ...entries,
  ];
}

const isSame = (a: PostIdentity, b: PostIdentity): boolean =>
  a.challengeId === b.challengeId && a.kind === b.kind && a.subjectId === b.subjectId;

/** What members could write to look like a mark. */
const texts = fc.oneof(
  fc.constantFrom(
    'Rain',
    'a\n-# #3',
    '· #3',
    '-# #3 · 1',
    ' · #33',
    'challenge-3-entry-1.mp4',
    '#3\n-# #33 · 11',
  ),
  fc.string({ maxLength: 80 }),
);

test('the card of a video with the same number is no post of a challenge', () => {
  const { content, embeds } = renderCard(aJob({ id: 3 }), { words: wordsFor('en') });
  const card = asRead({ content, embeds, components: [] });
  for (const { post, entry } of everyPost(3, 'en', 'Rain')) expect(isPost(post, entry, card)).toBe(false);
});

describe.each(LANGUAGES)('in %s', (language) => {
  test('each post is known again, and no other is taken for it: of its kind, its challenge, or another challenge', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const all = [3, 33, 1].flatMap((id) => everyPost(id, language, text));
        for (const { post, entry } of all) {
          const taken = all.filter(({ message }) => isPost(post, entry, message));
          const own = all.filter((one) => isSame(one.post, post));
          expect(taken.map((one) => one.post)).toEqual(own.map((one) => one.post));
        }
      }),
      { numRuns: 12 },
    );
  });
});

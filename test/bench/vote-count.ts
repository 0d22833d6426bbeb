import type { CastBallot } from '../../src/challenges/ballot-store.ts';
import { DEFAULT_CHALLENGE_SETTINGS } from '../../src/challenges/settings.ts';
import { suspicions } from '../../src/challenges/suspicion.ts';
import { type Mark, tally } from '../../src/challenges/tally.ts';
import { challengeBallots } from '../../src/store/challenge-schema.ts';
import { openDatabase } from '../../src/store/open.ts';
import { createStores } from '../../src/store/stores.ts';
import { MIGRATIONS, START } from '../store/orders.ts';
import { alternate, type Comparison, microsecondsEach } from './measure.ts';

const ENTRIES = 200;
const VOTERS = 5_000;
const REPETITIONS = 5;
const MICROSECONDS_PER_MILLISECOND = 1_000;
const entries = Array.from({ length: ENTRIES }, (_, index) => ({
  id: index + 1,
  number: index + 1,
  userId: `author ${index}`,
}));

const CHALLENGE = {
  guildId: 'guild',
  hostId: 'host',
  title: 'Boats',
  theme: 'Everything that floats',
  rules: undefined,
  settings: DEFAULT_CHALLENGE_SETTINGS,
  schedule: { opensAt: START, entriesUntil: START, reviewUntil: undefined, votesUntil: START },
  channelId: 'channel',
  secret: 'secret',
};

/** Ballots with so many marks each, cast and made at moments that lie all over. */
const castBallots = (marks: number): CastBallot[] =>
  Array.from({ length: VOTERS }, (_, voter) => ({
    voterId: `voter ${voter}`,
    marks: Array.from(
      { length: marks },
      (_, index): Mark => ({
        entryId: 1 + ((voter + index * 7) % ENTRIES),
        value: 1 + ((voter * index) % 5),
      }),
    ),
    castAt: START + ((voter * 104_729) % 172_800_000),
    changedAt: START,
    accountCreatedAt: START - ((voter * 15_485_863) % 77_760_000_000),
  }));

const milliseconds = async (work: () => unknown, times = 1): Promise<number> =>
  (await microsecondsEach(times, work)) / MICROSECONDS_PER_MILLISECOND;

/** What it costs to make sense of as many marks at the least. */
const parsing = (ballots: readonly CastBallot[]) => {
  const texts = ballots.map(({ marks }) => JSON.stringify(marks));
  return {
    name: 'JSON.parse of their marks',
    work: () => {
      for (const text of texts) JSON.parse(text);
    },
  };
};

/** Counting the largest vote that there may be, a million marks, which holds up everything else meanwhile. */
export async function compareTally(): Promise<Comparison> {
  const ballots = castBallots(ENTRIES);
  const { name, work } = parsing(ballots);
  const figures = await alternate(
    REPETITIONS,
    () => milliseconds(work),
    () => milliseconds(() => tally(entries, ballots, { method: 'stars', ties: 'order', minRatings: 3 })),
  );
  return {
    name: 'counting 5,000 ballots on 200 entries',
    unit: 'ms',
    baseline: { name, figures: figures.baseline },
    subject: { name: 'tally', figures: figures.subject },
  };
}

/** Looking for what is odd: in a vote with ten times the ballots it takes about ten times as long. */
export async function compareSuspicions(): Promise<Comparison> {
  const ballots = castBallots(3);
  const tenth = ballots.slice(0, VOTERS / 10);
  const vote = { method: 'ranked', publishedAt: START, entries, joinedAt: new Map() } as const;
  const figures = await alternate(
    REPETITIONS,
    () => milliseconds(() => suspicions({ ...vote, ballots: tenth }), 10),
    () => milliseconds(() => suspicions({ ...vote, ballots }), 10),
  );
  return {
    name: 'report on ballots of three marks',
    unit: 'ms',
    baseline: { name: '500 ballots', figures: figures.baseline },
    subject: { name: '5,000 ballots', figures: figures.subject },
  };
}

/** How long nothing else is done while the largest vote is read. */
export async function compareReadingPauses(): Promise<Comparison> {
  const { db, close } = openDatabase(':memory:', MIGRATIONS);
  try {
    const ballots = castBallots(ENTRIES);
    const { name, work } = parsing(ballots);
    const stores = createStores(db);
    await stores.challenges.create(CHALLENGE, START);
    for (const ballot of ballots) {
      db.insert(challengeBallots)
        .values({ ...ballot, challengeId: 1, round: 1 })
        .run();
    }
    const figures = await alternate(
      REPETITIONS,
      () => milliseconds(work),
      () => longestPause(() => stores.ballots.all(1, 1)),
    );
    return {
      name: 'longest pause while 5,000 ballots are read',
      unit: 'ms',
      baseline: { name, figures: figures.baseline },
      subject: { name: 'ballots.all', figures: figures.subject },
    };
  } finally {
    close();
  }
}

/** The longest time between two turns of the event loop, in milliseconds. */
async function longestPause(work: () => Promise<unknown>): Promise<number> {
  let [last, longest] = [performance.now(), 0];
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  let isOver = false;
  const turn = () => {
    look();
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isOver = true;
  look();
  return longest;
}

import { canMovePhase, type Phase } from '../../../src/challenges/phases.ts';
import type { VotingMethod } from '../../../src/challenges/tally.ts';

interface NotedEntry {
  id: number;
  number: number;
  userId: string;
  jobId: number;
  state: 'waiting' | 'accepted' | 'refused' | 'withdrawn' | 'disqualified';
}

interface Rules {
  entriesPerMember: number;
  method: VotingMethod;
  entriesUntil: number;
  votesUntil: number;
}

/**
 * One challenge, as somebody would keep it with pencil and paper who knows the rules but no database. Every method says what
 * became of the deed.
 */
export function createChallengeModel({ entriesPerMember, method, entriesUntil, votesUntil }: Rules) {
  const entries: NotedEntry[] = [];
  /** Marks by round and voter, in the order in which they were made. */
  const ballots = new Map<string, [entryId: number, value: number][]>();
  const state: { phase: Phase; paused: boolean; standing: boolean; runOff: number[] | undefined } = {
    phase: 'draft',
    paused: false,
    standing: false,
    runOff: undefined,
  };
  const inState = (...states: NotedEntry['state'][]) =>
    entries.filter((entry) => states.includes(entry.state));
  const isLive = () => !['draft', 'closed', 'cancelled'].includes(state.phase);
  const takesEntries = (now: number) => state.phase === 'open' && !state.paused && now < entriesUntil;

  /** Where the entries lead. */
  const wayOn = (): Phase => {
    const [waiting, accepted] = [inState('waiting').length, inState('accepted').length];
    if (state.phase === 'open' && waiting > 0) return 'review';
    return waiting + accepted > 1 ? 'voting' : 'tallying';
  };

  return {
    entries,
    ballots,
    state,
    move(from: Phase, to: Phase, runOff: number[] | undefined): 'moved' | 'refused' | 'impossible' {
      if (!canMovePhase(from, to) || to === 'closed') return 'impossible';
      if (from !== state.phase || (state.paused && to !== 'cancelled')) return 'refused';
      if (['open', 'review'].includes(from) && to !== 'cancelled' && wayOn() !== to) return 'refused';
      if (from === 'tallying' && to === 'voting') {
        if (state.runOff || !runOff || runOff.length < 2) return 'impossible';
        Object.assign(state, { runOff, standing: true });
      }
      if (from === 'review' && to !== 'cancelled') {
        for (const entry of inState('waiting')) entry.state = 'accepted';
      }
      Object.assign(state, { phase: to, paused: false });
      return 'moved';
    },
    pause(): boolean {
      const can = isLive() && state.phase !== 'tallying' && !state.paused;
      if (can) state.paused = true;
      return can;
    },
    resume(): boolean {
      const can = state.paused;
      state.paused = false;
      return can;
    },
    ready: () => {
      if (state.phase === 'voting') state.standing = true;
    },
    enter(userId: string, jobId: number, waits: boolean, replaces: number | undefined, now: number): string {
      if (!takesEntries(now)) return 'not-open';
      if (entries.some((entry) => entry.jobId === jobId && entry.state !== 'withdrawn')) return 'already';
      const own = inState('waiting', 'accepted').filter((entry) => entry.userId === userId);
      const fresh = { jobId, state: waits ? ('waiting' as const) : ('accepted' as const) };
      const replaced = own.find(({ id }) => id === replaces);
      if (replaced) Object.assign(replaced, fresh);
      else if (own.length >= entriesPerMember) return 'full';
      else entries.push({ id: entries.length + 1, number: entries.length + 1, userId, ...fresh });
      return 'entered';
    },
    leave(id: number, how: 'withdrawn' | 'refused' | 'disqualified', now: number): boolean {
      const entry = entries.find((candidate) => candidate.id === id);
      const can = {
        withdrawn: takesEntries(now),
        refused: ['open', 'review'].includes(state.phase),
        disqualified: isLive(),
      }[how];
      const leaves = how === 'refused' ? ['waiting'] : ['waiting', 'accepted'];
      if (!entry || !can || !leaves.includes(entry.state)) return false;
      entry.state = how;
      return true;
    },
    vote(voterId: string, entryId: number, value: number | undefined, now: number): string {
      if (state.phase !== 'voting' || !state.standing || state.paused || now >= votesUntil)
        return 'not-voting';
      const entry = entries.find(({ id }) => id === entryId);
      const isThere = entry?.state === 'accepted' && (state.runOff?.includes(entryId) ?? true);
      if (!isThere) return 'no-such-entry';
      if (entry.userId === voterId) return 'own-entry';
      const key = `${state.runOff ? 2 : 1}/${voterId}`;
      const others = (ballots.get(key) ?? []).filter(([id]) => id !== entryId);
      if (value === undefined) ballots.set(key, others);
      else if (method === 'one-pick') ballots.set(key, [[entryId, value]]);
      else if (method === 'ranked')
        ballots.set(key, [...others.filter(([, other]) => other !== value), [entryId, value]]);
      else ballots.set(key, [...others, [entryId, value]]);
      return 'cast';
    },
    close(placed: readonly number[]): boolean {
      const isAccepted = (id: number) => inState('accepted').some((entry) => entry.id === id);
      if (state.phase !== 'tallying' || !placed.every(isAccepted)) return false;
      state.phase = 'closed';
      return true;
    },
  };
}

export type ChallengeModel = ReturnType<typeof createChallengeModel>;

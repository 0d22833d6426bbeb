/** The waiting jobs of one member in one guild. */
export interface LaneView {
  userId: string;
  /** Members with a lower turn are served first; after being served a member goes to the back. */
  turn: number;
  /** Oldest first. */
  jobIds: readonly number[];
}

/**
 * The place of every waiting job in its guild's queue, 1 for the next one: members take turns in the order of `turn`, each
 * with its oldest job. This is the order of `JobStore.claimQueued` as long as nobody is held back by a cap.
 */
export function queuePositions(lanes: readonly LaneView[]): Map<number, number> {
  const inTurn = [...lanes].sort((a, b) => a.turn - b.turn);
  const rounds = Math.max(0, ...lanes.map(({ jobIds }) => jobIds.length));
  const positions = new Map<number, number>();
  for (let round = 0; round < rounds; round += 1) {
    for (const { jobIds } of inTurn) {
      const jobId = jobIds[round];
      if (jobId !== undefined) positions.set(jobId, positions.size + 1);
    }
  }
  return positions;
}

/** One line of the table: what was measured, beside what it is measured against. */
export interface Comparison {
  name: string;
  /** What the figures count. */
  unit: string;
  baseline: { name: string; figures: number[] };
  subject: { name: string; figures: number[] };
}

export interface Spread {
  min: number;
  median: number;
  max: number;
}

export function spreadOf(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  return { min: at(0), median: at(Math.floor(sorted.length / 2)), max: at(sorted.length - 1) };
}

/** The subject's figure by the baseline's, repetition by repetition: both ran right after one another. */
export const ratiosOf = ({ baseline, subject }: Comparison): number[] =>
  subject.figures.map((figure, index) => figure / (baseline.figures[index] ?? Number.NaN));

/** Measures both in turn, so that whatever else the machine does strikes both. The first round only warms up. */
export async function alternate(
  repetitions: number,
  baseline: () => Promise<number>,
  subject: () => Promise<number>,
): Promise<{ baseline: number[]; subject: number[] }> {
  const figures = { baseline: [] as number[], subject: [] as number[] };
  for (let round = 0; round <= repetitions; round += 1) {
    const measured = { baseline: await baseline(), subject: await subject() };
    if (round === 0) continue;
    figures.baseline.push(measured.baseline);
    figures.subject.push(measured.subject);
  }
  return figures;
}

const MICROSECONDS_PER_MILLISECOND = 1_000;

/** Runs `work` so many times and gives the mean of one, in microseconds. */
export async function microsecondsEach(times: number, work: (index: number) => unknown): Promise<number> {
  globalThis.gc?.();
  const start = performance.now();
  for (let index = 0; index < times; index += 1) await work(index);
  return ((performance.now() - start) / times) * MICROSECONDS_PER_MILLISECOND;
}

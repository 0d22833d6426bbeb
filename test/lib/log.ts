import { createLogger, type Logger, type LogLevel } from '../../src/lib/logger.ts';

export interface KeptLog {
  logger: Logger;
  /** The lines so far, as they were written. */
  lines: string[];
}

/** A real logger whose lines a test can read. */
export function keepLog(level: LogLevel = 'debug'): KeptLog {
  const lines: string[] = [];
  return { logger: createLogger(level, { write: (line) => void lines.push(line) }), lines };
}

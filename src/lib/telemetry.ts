/** What the bot counts while it works. Calls never fail and cost next to nothing. */
export interface Telemetry {
  /** A member's request was refused. */
  refused(code: string): void;
  /** A job left a state after so long. */
  stageEnded(state: string, durationMs: number): void;
  /** Scenario answered; `status` is 0 when no answer came. */
  scenarioAnswered(method: string, path: string, status: number): void;
  /** A step cannot be done for anybody, for this reason; or it can again. */
  standsStill(step: string, reason: string, still: boolean): void;
  /** A video was posted: as it is, as a smaller copy of so many bytes, or as a link. */
  delivered(way: 'file' | 'fitted' | 'link', bytes: number): void;
}

export const noTelemetry: Telemetry = {
  refused: () => {},
  stageEnded: () => {},
  scenarioAnswered: () => {},
  standsStill: () => {},
  delivered: () => {},
};

/**
 * A failure that is expected: it has a stable code and a text fit for the person who caused it (one sentence and the next
 * step). Everything that is not an ExpectedError is a fault: logged whole, shown as a reference id.
 */
export class ExpectedError extends Error {
  override readonly name = 'ExpectedError';
  readonly code: string;

  constructor(code: string, userText: string, options?: ErrorOptions) {
    super(userText, options);
    this.code = code;
  }
}

/** The text of anything that was thrown. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

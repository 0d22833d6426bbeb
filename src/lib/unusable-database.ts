/** The database is not one that this version can use, and waiting will not mend it. The message says what to do. */
export class UnusableDatabase extends Error {
  override readonly name = 'UnusableDatabase';
}

import { eq } from 'drizzle-orm';
import { type Database, writing } from './open.ts';
import { keyValues } from './schema.ts';

const LINK_SECRET = 'link-secret';

/**
 * The secret that signs the bot's own links, the same for as long as the database lives. Read once while the bot is wired,
 * before anything waits for it: hence no promise.
 * @param fresh kept when there is none yet
 */
export const linkSecret = (db: Database, fresh: string): string =>
  writing(db, (tx) => {
    tx.insert(keyValues).values({ key: LINK_SECRET, value: fresh }).onConflictDoNothing().run();
    return tx.select().from(keyValues).where(eq(keyValues.key, LINK_SECRET)).all()[0]?.value ?? fresh;
  });

import { eq, lt } from 'drizzle-orm';
import type { PictureDraftStore } from '../jobs/picture-drafts.ts';
import type { Database } from './open.ts';
import { pictureDrafts } from './schema.ts';

export function createPictureDraftStore(db: Database): PictureDraftStore {
  return {
    add: async (draft, now) => {
      const [row] = db
        .insert(pictureDrafts)
        .values({ ...draft, createdAt: now })
        .returning({ id: pictureDrafts.id })
        .all();
      if (!row) throw new Error('the number of the new draft was not returned');
      return row.id;
    },
    find: async (id) =>
      db
        .select()
        .from(pictureDrafts)
        .where(eq(pictureDrafts.id, id))
        .all()
        .map(({ id: _, createdAt: __, contentType, width, height, ...draft }) => ({
          ...draft,
          contentType: contentType ?? undefined,
          width: width ?? undefined,
          height: height ?? undefined,
        }))[0],
    sweep: async (before) => void db.delete(pictureDrafts).where(lt(pictureDrafts.createdAt, before)).run(),
  };
}

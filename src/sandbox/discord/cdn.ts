import { createHmac, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { KeptFile } from './file-store.ts';
import type { SandboxAttachment } from './message.ts';

const URL_LIFE_MS = 24 * 60 * 60 * 1000;
const GONE = 'This content is no longer available.';

interface Publication {
  file: KeptFile;
  filename: string;
  contentType: string;
  description?: string | undefined;
  isSpoiler?: boolean | undefined;
  width?: number | undefined;
  height?: number | undefined;
  /** The channel of the message; without one it lies among the ephemeral files of the application. */
  channelId?: string | undefined;
}

export interface Cdn {
  publish(publication: Publication): SandboxAttachment;
  /** The same file with another description or veil. */
  revise(
    attachmentId: string,
    changes: { description: string | undefined; isSpoiler: boolean },
  ): SandboxAttachment;
  serveOn(server: FastifyInstance): void;
}

export interface CdnDeps {
  now: () => number;
  snowflake: () => string;
  applicationId: string;
  /** "http://127.0.0.1:1234", known once the server listens. */
  origin: () => string;
}

interface Entry extends Publication {
  id: string;
  path: string;
}

const signed = z.object({ ex: z.string(), is: z.string(), hm: z.string() });

export function createCdn({ now, snowflake, applicationId, origin }: CdnDeps): Cdn {
  const secret = randomBytes(32);
  const entries = new Map<string, Entry>();
  const byPath = new Map<string, Entry>();

  const signature = (path: string, ex: string, is: string) =>
    createHmac('sha256', secret).update(`${path}?ex=${ex}&is=${is}`).digest('hex');

  const sign = (path: string) => {
    const is = Math.floor(now() / 1000).toString(16);
    const ex = Math.floor((now() + URL_LIFE_MS) / 1000).toString(16);
    return `${origin()}${path}?ex=${ex}&is=${is}&hm=${signature(path, ex, is)}&`;
  };

  const isGood = (path: string, query: unknown) => {
    const result = signed.safeParse(query);
    if (!result.success) return false;
    const { ex, is, hm } = result.data;
    return hm === signature(path, ex, is) && Number.parseInt(ex, 16) * 1000 > now();
  };

  const view = (entry: Entry): SandboxAttachment => ({
    id: entry.id,
    filename: entry.filename,
    description: entry.description,
    size: entry.file.sizeBytes,
    contentType: entry.contentType,
    width: entry.width,
    height: entry.height,
    isSpoiler: entry.isSpoiler === true,
    get url() {
      return sign(entry.path);
    },
    path: entry.file.path,
    bytes: () => readFile(entry.file.path),
  });

  return {
    publish(publication) {
      const id = snowflake();
      const filename = cleanName(publication.filename);
      const { channelId } = publication;
      const folder =
        channelId === undefined ? `ephemeral-attachments/${applicationId}` : `attachments/${channelId}`;
      const isSpoiler = publication.isSpoiler === true || isSpoilerName(filename);
      const entry = { ...publication, id, filename, isSpoiler, path: `/${folder}/${id}/${filename}` };
      entries.set(id, entry);
      byPath.set(entry.path, entry);
      return view(entry);
    },
    revise(attachmentId, changes) {
      const entry = entries.get(attachmentId);
      if (!entry) throw new Error(`No attachment ${attachmentId} was published`);
      return view({ ...entry, ...changes, isSpoiler: changes.isSpoiler || isSpoilerName(entry.filename) });
    },
    serveOn(server) {
      const serve = async (request: FastifyRequest, reply: FastifyReply) => {
        const path = request.url.split('?', 1)[0] ?? '';
        const entry = byPath.get(path);
        if (!entry || !isGood(path, request.query)) return reply.code(404).type('text/plain').send(GONE);
        return reply
          .type(entry.contentType)
          .header('content-length', entry.file.sizeBytes)
          .send(createReadStream(entry.file.path));
      };
      server.get('/attachments/*', serve);
      server.get('/ephemeral-attachments/*', serve);
    },
  };
}

/** The old way to veil a file: it holds whatever else is said. */
function isSpoilerName(filename: string): boolean {
  return filename.startsWith('SPOILER_');
}

/** Discord keeps letters, digits, dots, dashes and underscores of a file name. */
function cleanName(filename: string): string {
  return filename.replace(/\s/g, '_').replace(/[^\w.-]/g, '') || 'unknown';
}

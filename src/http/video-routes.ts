import { basename, dirname, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Job } from '../jobs/job.ts';
import type { VideoOnDisk, VideoSource } from '../jobs/library.ts';
import { isShown, type PageTexts } from '../jobs/public-links.ts';
import { ExpectedError } from '../lib/errors.ts';
import { contentSecurityPolicy } from './html.ts';
import { BLANK_PNG, type Stills } from './stills.ts';
import type { VideoLinks } from './video-links.ts';
import { busyPage, gonePage, videoPage } from './video-page.ts';

export interface VideoRoutesOptions {
  links: VideoLinks;
  find(jobId: number): Promise<Job | undefined>;
  videos: VideoSource;
  texts(job: Job): PageTexts;
  stills: Stills;
  /** Called with each answer. */
  onAnswer: (part: VideoPart, status: number) => void;
}

export type VideoPart = 'page' | 'video' | 'still';

type Request = FastifyRequest<{ Params: { token: string }; Querystring: { download?: unknown } }>;

/**
 * So many requests may wait at once for a video that was deleted here to make room: it is fetched from Scenario again, and
 * whoever has many links shall not make the bot fetch them all together.
 */
const WAITING_AT_ONCE = 4;
const TRY_AGAIN_AFTER_S = 60;

/**
 * The addresses of videos: `/:token` the page, `/:token/video.mp4` the original, `/:token/still.jpg` and `still.png` its
 * picture. Whatever cannot be seen gets one and the same answer: removed, never there, or a link that was made up. Every
 * answer is asked for anew, so that a removal holds at once.
 */
export const videoRoutes: FastifyPluginAsync<VideoRoutesOptions> = async (server, options) => {
  const { links, stills, texts, onAnswer } = options;
  const csp = contentSecurityPolicy();
  const closing = new AbortController();
  const look = createLookout(options, closing.signal);
  await server.register(fastifyStatic, { serve: false });

  server.addHook('preClose', async () => closing.abort());
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'cache-control': 'private, no-cache',
      'content-security-policy': csp,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    });
  });
  server.setNotFoundHandler((_request, reply) => gone(reply));
  server.setErrorHandler((err, request, reply) => {
    const refusedRange = refusedRangeOf(err);
    if (refusedRange !== undefined) return reply.code(416).header('content-range', refusedRange).send();
    // The address is a secret: it is in no line of the log.
    request.log.error({ err }, 'a video could not be shown');
    return html(reply.code(500), busyPage());
  });

  const serve =
    (part: VideoPart, show: (found: Found, request: Request, reply: FastifyReply) => Promise<FastifyReply>) =>
    async (request: Request, reply: FastifyReply): Promise<FastifyReply> => {
      reply.raw.once('finish', () => onAnswer(part, reply.statusCode));
      const found = await look(request.params.token);
      if (found === 'gone') return gone(reply);
      if (found === 'busy') return busy(reply);
      return show(found, request, reply);
    };

  server.get(
    '/:token',
    serve('page', async ({ job, file }, _request, reply) => {
      const page = links.pageOf(job);
      const still = `${page}/${(await stills.canMake()) ? 'still.jpg' : 'still.png'}`;
      const video = { ...file, texts: texts(job), spoiler: job.spoiler };
      return html(reply, videoPage(video, { page, video: `${page}/video.mp4`, still }));
    }),
  );
  server.get(
    '/:token/video.mp4',
    serve('video', async ({ job, file }, request, reply) => {
      const disposition = request.query.download === undefined ? 'inline' : 'attachment';
      reply.header('content-disposition', `${disposition}; filename="${texts(job).fileName}"`);
      const path = resolve(file.absolutePath);
      return reply.sendFile(basename(path), dirname(path), { cacheControl: false });
    }),
  );
  server.get(
    '/:token/still.jpg',
    serve('still', async ({ file }, _request, reply) =>
      (await stills.canMake()) ? reply.type('image/jpeg').send(await stills.of(file)) : gone(reply),
    ),
  );
  server.get(
    '/:token/still.png',
    serve('still', async (_found, _request, reply) => reply.type('image/png').send(BLANK_PNG)),
  );
};

interface Found {
  job: Job;
  file: VideoOnDisk;
}

/** Finds the video that a link's last part names. */
function createLookout({ links, find, videos }: VideoRoutesOptions, signal: AbortSignal) {
  let waiting = 0;
  return async (token: string): Promise<Found | 'gone' | 'busy'> => {
    const jobId = links.jobIdOf(token);
    const job = jobId === undefined ? undefined : await find(jobId);
    if (!job || !isShown(job)) return 'gone';
    const wait = job.video ? 0 : 1;
    if (waiting + wait > WAITING_AT_ONCE) return 'busy';
    waiting += wait;
    try {
      return { job, file: await videos.fileOf(job, signal) };
    } catch (error) {
      if (error instanceof ExpectedError) return error.code === 'video-gone' ? 'gone' : 'busy';
      throw error;
    } finally {
      waiting -= wait;
    }
  };
}

/** The header of the answer to a range that is not in the file, where that is what happened. */
function refusedRangeOf(error: unknown): string | undefined {
  const headers: unknown = error instanceof Error ? Reflect.get(error, 'headers') : undefined;
  if (typeof headers !== 'object' || headers === null) return undefined;
  const range: unknown = Reflect.get(headers, 'Content-Range');
  return typeof range === 'string' ? range : undefined;
}

const html = (reply: FastifyReply, page: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').send(page);

const gone = (reply: FastifyReply): FastifyReply => html(reply.code(404), gonePage());

const busy = (reply: FastifyReply): FastifyReply =>
  html(reply.code(503).header('retry-after', TRY_AGAIN_AFTER_S), busyPage());

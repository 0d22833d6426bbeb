import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createCommands } from '../commands/index.ts';
import { drawContactSheet } from './charts/contact-sheet.ts';
import { drawResult } from './charts/result-picture.ts';
import type { Settings } from './config.ts';
import { BYTES_PER_MB, libraryLimits, operatorRules } from './derived-settings.ts';
import { createBoard } from './discord/board.ts';
import { createPostedEntries } from './discord/challenges/posted-entries.ts';
import { createDirectory } from './discord/directory.ts';
import { createDispatcher } from './discord/dispatcher.ts';
import { createGateway } from './discord/gateway.ts';
import { createMemberRoles } from './discord/member-roles.ts';
import { createOwnGuilds } from './discord/own-guilds.ts';
import { pageTexts } from './discord/page-texts.ts';
import { createPoster } from './discord/poster.ts';
import { createRestClients } from './discord/rest.ts';
import { createScheduledEvents } from './discord/scheduled-events.ts';
import { createUploadLimits } from './discord/upload-limit.ts';
import { createMetrics } from './http/metrics.ts';
import { type HttpServer, startHttpServer } from './http/server.ts';
import { createStills } from './http/stills.ts';
import { createVideoLinks } from './http/video-links.ts';
import { createAccountViews } from './jobs/account-view.ts';
import { createAdmission } from './jobs/admission.ts';
import { createHolds } from './jobs/holds.ts';
import { createStandstill } from './jobs/standstill.ts';
import { isFinal, JOB_STATES, type JobState } from './jobs/states.ts';
import type { Clock } from './lib/clock.ts';
import { createDiskSpace } from './lib/disk-space.ts';
import type { Logger } from './lib/logger.ts';
import type { Random } from './lib/random.ts';
import { createEncoder } from './media/encoder.ts';
import { createPromptFilters } from './moderation/prompt-filters.ts';
import { createAccessCheck } from './scenario/access-check.ts';
import { createScenarioClient } from './scenario/client.ts';
import { createRateBudget } from './scenario/rate-budget.ts';
import { createTransport } from './scenario/transport.ts';
import { linkSecret } from './store/link-secret.ts';
import { openDatabase } from './store/open.ts';
import { createStores } from './store/stores.ts';
import { createCardContexts } from './worker/cards.ts';
import type { WorkerContext } from './worker/context.ts';
import { sweepFittedFiles } from './worker/fitted-files.ts';
import { createFrameSource } from './worker/frames.ts';
import { createVideoSource } from './worker/library.ts';
import { createPictureSizes } from './worker/picture-sizes.ts';
import { createPreflight } from './worker/preflight.ts';
import { createReposts } from './worker/reposts.ts';
import { sweepParts } from './worker/sweep-parts.ts';
import { watchedDisk } from './worker/watched-disk.ts';
import { startWorker, type Worker } from './worker/worker.ts';

export interface AppOptions {
  clock: Clock;
  random: Random;
  logger: Logger;
  /** The folder of SQL files that drizzle-kit writes. */
  migrationsFolder: string;
  /** Something is wrong that no waiting mends. Called at most a few times; the caller stops the app. */
  onFatal: (error: Error) => void;
}

export interface App {
  /** Recovers, connects and begins to work. Rejects when it cannot. */
  start(): Promise<void>;
  /** Claims no more, lets short steps end, disconnects, closes the database. Jobs go on at the next start. */
  stop(): Promise<void>;
  /** Where `/healthz` and the others are served; undefined when switched off or not started. */
  httpUrl(): string | undefined;
}

const LINK_SECRET_BYTES = 32;

/** Wires the rooms together. Nothing is opened before `start`, save the database. */
export function buildApp(settings: Settings, options: AppOptions): App {
  const { clock, random, logger, onFatal } = options;
  const { db, close: closeDatabase } = openDatabase(
    settings.DATABASE_URL.replace(/^file:(\/\/)?/, ''),
    options.migrationsFolder,
  );
  const stores = createStores(db, (jobId, reason) =>
    logger.error({ jobId, reason }, 'the row of a job cannot be read: it is passed over'),
  );
  const { store } = stores;
  const disk = watchedDisk(
    createDiskSpace(settings.DATA_DIR, settings.DISK_RESERVE_MB * BYTES_PER_MB, clock),
    logger,
  );
  const metrics = createMetrics(
    async () => withZeros(await store.countUnfinished()),
    async () => ({ freeBytes: await disk.freeBytes(), ...(await stores.library.total()) }),
  );

  const transport = createTransport({
    baseUrl: settings.SCENARIO_API_URL,
    apiKey: settings.SCENARIO_SDK_API_KEY,
    apiSecret: settings.SCENARIO_SDK_API_SECRET,
    projectId: settings.SCENARIO_PROJECT_ID,
    budget: createRateBudget(settings.SCENARIO_REQUESTS_PER_MINUTE, clock),
    clock,
    random,
    onAnswer: metrics.scenarioAnswered,
  });
  const scenario = createScenarioClient(transport, {
    onOddJob: (oddness) =>
      logger.warn({ oddness }, "a job in Scenario's list cannot be read and is passed over"),
  });
  const clients = createRestClients({
    apiUrl: settings.DISCORD_API_URL,
    token: settings.DISCORD_TOKEN,
    onUnauthorized: onFatal,
  });
  const discord = { ...clients, clock };
  const poster = createPoster(discord);
  const directory = createDirectory(discord);
  const freshDirectory = createDirectory({ ...discord, knownForMs: 0 });
  const operator = operatorRules(settings);
  const rules = { ...stores, filters: createPromptFilters(stores.filterRules), operator, clock, random };

  let worker: Worker | undefined;
  const stopping = new AbortController();
  const videos = createVideoSource({
    library: stores.library,
    scenario,
    disk,
    clock,
    logger,
    dataDir: settings.DATA_DIR,
    stopping: stopping.signal,
    onFetched: () => worker?.libraryGrew(),
  });

  const links =
    settings.PUBLIC_URL === undefined
      ? undefined
      : createVideoLinks(
          settings.PUBLIC_URL,
          linkSecret(db, randomBytes(LINK_SECRET_BYTES).toString('base64url')),
        );

  const encoder = createEncoder({
    ffmpegPath: settings.FFMPEG_PATH,
    onUnusable: (command, reason) => logger.warn({ command, reason }, 'this ffmpeg cannot be used'),
  });

  const context: WorkerContext = {
    ...stores,
    disk,
    libraryLimits: libraryLimits(settings),
    videos,
    links: links ?? { pageOf: () => undefined },
    encoder,
    board: createBoard(discord),
    challengePictures: { contactSheet: drawContactSheet, result: drawResult },
    directory,
    freshDirectory,
    memberRoles: createMemberRoles(discord),
    scheduledEvents: createScheduledEvents(discord),
    ownGuilds: createOwnGuilds(discord),
    scenario,
    poster,
    uploadLimits: createUploadLimits(poster, stores.facts, clock),
    clock,
    random,
    logger,
    telemetry: metrics,
    standstill: createStandstill({ clock, logger, telemetry: metrics }),
    dataDir: settings.DATA_DIR,
    caps: {
      total: settings.MAX_RUNNING,
      perGuild: settings.MAX_RUNNING_PER_GUILD,
      perUser: settings.MAX_RUNNING_PER_USER,
    },
    pictureHosts: settings.DISCORD_CDN_HOSTS,
  };

  const commands = createCommands({
    ...rules,
    admission: createAdmission({
      ...rules,
      disk,
      allowedGuilds: settings.ALLOWED_GUILDS,
      pictureHosts: settings.DISCORD_CDN_HOSTS,
      isAgeRestricted: async (channelId) => (await directory.channel(channelId))?.ageRestricted ?? false,
    }),
    holds: createHolds(rules),
    accounts: createAccountViews(rules),
    fileHosts: settings.DISCORD_CDN_HOSTS,
    directory,
    poster,
    reposts: createReposts(context),
    frames: createFrameSource({ encoder, videos, dataDir: settings.DATA_DIR }),
    pictureSizes: createPictureSizes(settings.DATA_DIR),
    cardContext: (job) => createCardContexts(context)(job),
    postedEntries: createPostedEntries({ posts: stores.challengePosts, poster, clock }),
    preflight: createPreflight({
      ...rules,
      directory: freshDirectory,
      scenario,
      disk,
      libraryMaxBytes: context.libraryLimits.maxBytes,
      ffmpegVersion: encoder.version,
      publicUrl: settings.PUBLIC_URL,
      dataDir: settings.DATA_DIR,
      logger,
    }),
    onJobsChanged: () => worker?.jobsChanged(),
    onDataPurged: () => worker?.dataPurged(),
    freshDirectory,
  });
  const gateway = createGateway({
    apiUrl: settings.DISCORD_API_URL,
    token: settings.DISCORD_TOKEN,
    logger,
    facts: stores.facts,
    commands,
    onInteraction: createDispatcher({ commands, logger, random, telemetry: metrics }),
    onRejected: onFatal,
  });

  const scenarioWorks = createAccessCheck({ scenario, clock, logger });
  let http: HttpServer | undefined;
  return {
    start: async () => {
      await mkdir(settings.DATA_DIR, { recursive: true });
      if (settings.HTTP_PORT > 0) {
        http = await startHttpServer({
          host: settings.HTTP_HOST,
          port: settings.HTTP_PORT,
          clock,
          logger,
          metrics,
          ready: {
            discord: gateway.isReady,
            database: async () => (await store.countUnfinished()) !== undefined,
            scenario: scenarioWorks,
          },
          videos: links && {
            links,
            find: store.find,
            videos,
            texts: pageTexts,
            stills: createStills(encoder),
          },
        });
      }
      await sweepParts(settings.DATA_DIR);
      await sweepFittedFiles(context);
      const recovered = await store.recover('all', clock.now());
      if (recovered.requeued + recovered.unknown > 0) logger.info(recovered, 'took up interrupted jobs');
      await gateway.start();
      worker = startWorker(context);
      void scenarioWorks();
    },
    stop: async () => {
      await worker?.stop();
      // Only now: the steps that wait for it have ended, as ones that were stopped.
      await encoder.stop();
      stopping.abort();
      await gateway.stop();
      await http?.close();
      await transport.close();
      closeDatabase();
    },
    httpUrl: () => http?.url,
  };
}

/** A state without jobs counts as 0, not as absent. */
const withZeros = (counts: Partial<Record<JobState, number>>): Record<string, number> =>
  Object.fromEntries(
    JOB_STATES.filter((state) => !isFinal(state)).map((state) => [state, counts[state] ?? 0]),
  );

import type {
  BookRow,
  ChallengeName,
  HostedChallenge,
  MemberChallenges,
  MemberData,
} from '../jobs/export-store.ts';
import type { Job } from '../jobs/job.ts';
import { resultLink } from './card.ts';

/** Everything that is kept of a member, as JSON for people and programs: times are ISO 8601 in UTC. */
export function memberDataFile(
  member: { guildId: string; userId: string },
  data: MemberData,
  now: number,
): Buffer {
  const { jobs, ledger, rules, grants, block, cases, reports, reportsMutedSince, challenges } = data;
  const content = {
    exportedAt: time(now),
    serverId: member.guildId,
    memberId: member.userId,
    videos: jobs.map(videoOf),
    quotaLedger: ledger.map(ledgerRow),
    quotaRules: rules.map(({ denied, limits, maxActive, cooldownMs }) => ({
      denied,
      limits,
      maxActive,
      cooldownMs,
    })),
    grants: grants.map(({ scope: _, subjectId: __, createdAt, expiresAt, revokedAt, ...grant }) => ({
      ...grant,
      createdAt: time(createdAt),
      expiresAt: time(expiresAt),
      revokedAt: time(revokedAt),
    })),
    block: block && { reason: block.reason, since: time(block.since), until: time(block.until) },
    casesAboutYou: cases.map(({ guildId: _, targetId: __, at, until, ...rest }) => ({
      ...rest,
      at: time(at),
      until: time(until),
    })),
    reportsByYou: reports.map(({ guildId: _, reporterId: __, at, ...rest }) => ({ ...rest, at: time(at) })),
    reportsMutedSince: time(reportsMutedSince),
    challenges: challengeData(challenges),
  };
  return Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
}

const videoOf = (job: Job) => ({
  number: job.id,
  state: job.state,
  askedAt: time(job.createdAt),
  inThisStateSince: time(job.stateSince),
  channelId: job.channelId,
  settings: job.settings,
  pictures: job.images.map(({ slot, fileName }) => ({ option: slot, fileName })),
  spoiler: job.spoiler,
  notify: job.notify,
  orderedAt: time(job.submittedAt),
  madeAt: time(job.generatedAt),
  scenarioJobId: job.remoteId,
  scenarioAssetId: job.assetId,
  priceUnits: job.priceUnits,
  costUnits: job.costUnits,
  holdReason: job.holdReason,
  failure: job.failure,
  videoBytes: job.video?.bytes,
  result: job.resultMessageId === undefined ? undefined : resultLink(job),
  removedByModeratorAt: time(job.removedAt),
  textAndFilesDeletedAt: time(job.purgedAt),
});

const ledgerRow = ({ entry, jobId, videos, seconds, units, grantId, at }: BookRow) => ({
  at: time(at),
  entry,
  video: jobId,
  videos,
  seconds,
  units,
  grantId,
});

const challengeData = ({
  entries,
  ballots,
  themeVotes,
  reminders,
  roleAwards,
  hosted,
  series,
}: MemberChallenges) => ({
  entries: entries.map(({ challenge, number, jobId, enteredAt, swappedAt, ...entry }) => ({
    ...nameOf(challenge),
    entry: number,
    video: jobId,
    ...entry,
    enteredAt: time(enteredAt),
    swappedAt: time(swappedAt),
  })),
  ballots: ballots.map(({ challenge, castAt, changedAt, accountCreatedAt, ...ballot }) => ({
    ...nameOf(challenge),
    ...ballot,
    castAt: time(castAt),
    changedAt: time(changedAt),
    accountCreatedAt: time(accountCreatedAt),
  })),
  themeVotes: themeVotes.map(({ challenge, theme, at }) => ({ ...nameOf(challenge), theme, at: time(at) })),
  reminders: reminders.map(({ challenge, toldOf }) => ({ ...nameOf(challenge), toldOf })),
  roleAwards: roleAwards.map(({ challenge, expiresAt, ...award }) => ({
    ...nameOf(challenge),
    ...award,
    expiresAt: time(expiresAt),
  })),
  begunByYou: hosted.map(hostedData),
  seriesBegunByYou: series.map(({ id, createdAt, stoppedAt, nextAt, ...one }) => ({
    seriesNumber: id,
    ...one,
    createdAt: time(createdAt),
    stoppedAt: time(stoppedAt),
    nextAt: time(nextAt),
  })),
});

const hostedData = ({ challenge, theme, rules, phase, channelId, ...times }: HostedChallenge) => ({
  ...nameOf(challenge),
  theme,
  rules,
  phase,
  channelId,
  // 0 in a draft that opens when it is published.
  opensAt: times.opensAt === 0 ? undefined : time(times.opensAt),
  entriesUntil: time(times.entriesUntil),
  reviewUntil: time(times.reviewUntil),
  votesUntil: time(times.votesUntil),
  createdAt: time(times.createdAt),
  publishedAt: time(times.publishedAt),
  closedAt: time(times.closedAt),
});

const nameOf = ({ id, title }: ChallengeName) => ({ challenge: title, challengeNumber: id });

const time = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

import { isOnEntry } from '../challenges/entry-cases.ts';
import type { CardMessage } from '../discord/card.ts';
import { type AwardTrouble, renderAwardTrouble } from '../discord/challenges/award-notice.ts';
import { renderEntryOut } from '../discord/challenges/entry-out.ts';
import { renderSeriesLate } from '../discord/challenges/series-notice.ts';
import { renderBudget } from '../discord/moderation/budget-view.ts';
import { renderCase } from '../discord/moderation/case-view.ts';
import { renderEntryNotice } from '../discord/moderation/entry-review.ts';
import { renderHeld } from '../discord/moderation/held-view.ts';
import { renderReport } from '../discord/moderation/report-view.ts';
import { wordsOfGuild } from '../discord/words/index.ts';
import type { Notice } from '../moderation/notice.ts';
import type { WorkerContext } from './context.ts';

/** What a notice says as things stand now. @returns undefined when there is nothing to be shown (any more) */
export async function noticeMessage(
  context: WorkerContext,
  notice: Notice,
): Promise<CardMessage | undefined> {
  const { store, cases, reports, budgetNotice, logger } = context;
  const { guildId, kind, subjectId } = notice;
  switch (kind) {
    case 'case': {
      const made = await cases.find(guildId, subjectId);
      return made && renderCase(made, made.jobId === undefined ? undefined : await store.find(made.jobId));
    }
    case 'held': {
      const job = await store.find(subjectId);
      return job && renderHeld(job, await cases.ofJob(job, ['approve', 'deny']));
    }
    case 'report': {
      const report = await reports.find(subjectId);
      return report && renderReport(report, await store.find(report.jobId));
    }
    case 'entry':
      return renderEntry(context, subjectId);
    case 'entry-out':
      return renderOut(context, subjectId);
    case 'series-late':
      return renderLate(context, subjectId);
    case 'role-owed':
    case 'role-kept':
      return renderAwards(context, kind, subjectId);
    case 'budget': {
      const reached = await budgetNotice(guildId, subjectId);
      if (reached?.owner !== 'operator-all') return reached && renderBudget(reached);
      logger.warn({ budget: reached }, 'the budget of all servers together has reached a level');
      return undefined;
    }
  }
}

async function renderEntry(
  { challenges, store, cases }: WorkerContext,
  entryId: number,
): Promise<CardMessage | undefined> {
  const entry = await challenges.entry(entryId);
  const challenge = entry && (await challenges.find(entry.challengeId));
  if (!challenge) return undefined;
  const job = await store.find(entry.jobId);
  const made = job && (await cases.ofJob(job, DECISIONS));
  const decision = made && isOnEntry(made, challenge, entry) ? made : undefined;
  return renderEntryNotice({ challenge, entry, job }, decision);
}

async function renderOut(
  { challenges, settings }: WorkerContext,
  entryId: number,
): Promise<CardMessage | undefined> {
  const entry = await challenges.entry(entryId);
  const challenge = entry && (await challenges.find(entry.challengeId));
  return challenge && renderEntryOut(challenge, entry, await wordsOfGuild(settings, challenge.guildId));
}

async function renderLate(
  { challenges, series }: WorkerContext,
  challengeId: number,
): Promise<CardMessage | undefined> {
  const challenge = await challenges.find(challengeId);
  const own = challenge?.seriesId === undefined ? undefined : await series.find(challenge.seriesId);
  return challenge && own && renderSeriesLate(own, challenge);
}

async function renderAwards(
  { challenges, awards, clock }: WorkerContext,
  kind: AwardTrouble,
  challengeId: number,
): Promise<CardMessage | undefined> {
  const challenge = await challenges.find(challengeId);
  return challenge && renderAwardTrouble(kind, challenge, await awards.ofChallenge(challengeId), clock.now());
}

const DECISIONS = ['entry-accept', 'entry-refuse', 'disqualify'] as const;

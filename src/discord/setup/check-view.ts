import type { APIEmbed } from 'discord.js';
import type { ChannelUse, Finding } from '../../jobs/preflight.ts';
import { type BudgetOwner, type BudgetStanding, reachedLevels } from '../../quota/budget.ts';
import { fitted } from '../moderation/words.ts';
import { count, relativeTime, unitsText } from '../text.ts';

type Level = 'problem' | 'warning' | 'fine';

interface Line {
  level: Level;
  text: string;
}

const MARKS: Record<Level, string> = { problem: '❌', warning: '⚠️', fine: '✅' };
const LEVELS: readonly Level[] = ['problem', 'warning', 'fine'];
const COLOURS: Record<Level, number> = { problem: 0xda373c, warning: 0xf0b232, fine: 0x23a55a };
/** An embed takes 4096 characters; the last line says what is left out. */
const LENGTH_MAX = 3_900;

const USES: Record<ChannelUse, string> = {
  videos: '`/veo`',
  gallery: 'the gallery',
  log: 'the log',
  moderators: 'moderators',
};

/** What a check has found, worst first, each with how to mend it. */
export function renderCheck(findings: readonly Finding[]): APIEmbed {
  const lines = findings.map(lineOf);
  const sorted = LEVELS.flatMap((level) => lines.filter((line) => line.level === level));
  const shown: string[] = [];
  let length = 0;
  for (const { level, text } of sorted) {
    const line = `${MARKS[level]} ${text}`;
    length += line.length + 1;
    if (length > LENGTH_MAX) break;
    shown.push(line);
  }
  const left = sorted.length - shown.length;
  const problems = sorted.filter(({ level }) => level === 'problem').length;
  return {
    title: problems === 0 ? 'Check: nothing stands in the way' : `Check: ${count(problems, 'problem')}`,
    color: COLOURS[sorted[0]?.level ?? 'fine'],
    description: [...shown, ...(left > 0 ? [`… and ${count(left, 'more line')}`] : [])].join('\n'),
  };
}

const fine = (text: string): Line => ({ level: 'fine', text });
const warning = (text: string): Line => ({ level: 'warning', text });
const problem = (text: string): Line => ({ level: 'problem', text });

function lineOf(finding: Finding): Line {
  switch (finding.kind) {
    case 'not-in-server':
      return problem(
        'I am not in this server as a bot, so I can post nothing: invite me again, with the scope `bot`.',
      );
    case 'channel':
      return channelLine(finding);
    case 'all-channels':
      return finding.missing.length === 0
        ? fine('`/veo` in all channels: my role has the permissions; channels may still take them away.')
        : problem(
            `\`/veo\` in all channels: my role lacks **${finding.missing.join(', ')}**. Allow it that in Server Settings → Roles.`,
          );
    case 'moderator-role':
      return finding.exists
        ? fine(`Moderator role: <@&${finding.roleId}>`)
        : problem('The moderator role is gone: name another under Moderation, or clear it.');
    case 'host-role':
      return finding.exists
        ? fine(`Host role: <@&${finding.roleId}>`)
        : problem('The host role is gone: name another under Moderation, or clear it.');
    case 'challenge':
      return challengeLine(finding);
    case 'no-log':
      return warning(
        'There is no log channel: nobody sees cases, reports and budget warnings. Name one under Moderation.',
      );
    case 'approval-unseen':
      return problem(
        'Videos wait for approval, but nobody sees them: name a moderators’ channel under Moderation, or switch approval off.',
      );
    case 'usual-not-allowed':
      return warning(
        `The usual ${finding.usual}, is not among the allowed ones: an allowed one is taken instead. Change either under Limits of a video.`,
      );
    case 'scenario':
      return scenarioLine(finding.state);
    case 'budget':
      return budgetLine(finding.standing);
    case 'no-budget':
      return warning(
        'There is no budget: only members’ quotas limit what is spent. Set one under Money if that is too little.',
      );
    case 'data-folder':
      return finding.writable
        ? fine('My folder for videos can be written to.')
        : problem('I cannot write to my folder for videos: tell whoever runs the bot.');
    case 'disk':
      return finding.low
        ? problem(
            `My disk is nearly full (${sizeText(finding.freeBytes)} free), so I take no orders: tell whoever runs the bot.`,
          )
        : fine(`My disk has room: ${sizeText(finding.freeBytes)} free.`);
    case 'library':
      return fine(
        `I keep ${count(finding.videos, 'video')}: ${sizeText(finding.bytes)} of at most ${sizeText(finding.maxBytes)}. Beyond that the oldest are kept at Scenario only.`,
      );
    case 'ffmpeg':
      return finding.version === undefined
        ? warning(
            'ffmpeg is not there: videos too large for the server are sent as links, and **Continue** does not work. Tell whoever runs the bot to install it.',
          )
        : fine(`${finding.version} makes videos smaller that are too large for the server.`);
    case 'public-url':
      return finding.url === undefined
        ? fine(
            'PUBLIC_URL is not set: links to videos that are too large for the server are Scenario’s, and end after a while.',
          )
        : fine(`Videos that are too large for the server play from ${finding.url}.`);
  }
}

function challengeLine({ title, problems, hints }: Extract<Finding, { kind: 'challenge' }>): Line {
  const name = `Challenge **${fitted(title, TITLE_MAX_LENGTH)}**`;
  const told = [...problems, ...hints];
  if (told.length === 0) return fine(`${name}: nothing stands in its way.`);
  const text = `${name}: ${told.join(' ')}`;
  return problems.length > 0 ? problem(text) : warning(text);
}

const TITLE_MAX_LENGTH = 160;

const BYTES_PER_MB = 1_000_000;
const BYTES_PER_GB = 1_000_000_000;
const sizeText = (bytes: number): string =>
  bytes < BYTES_PER_GB
    ? `${Math.round(bytes / BYTES_PER_MB)} MB`
    : `${Number((bytes / BYTES_PER_GB).toFixed(1))} GB`;

function channelLine({ channelId, uses, state, missing }: Extract<Finding, { kind: 'channel' }>): Line {
  const use = uses.map((one) => USES[one]).join(', ');
  const name = `<#${channelId}> (${use})`;
  switch (state) {
    case 'gone':
      return problem(`A channel for ${use} is gone: pick another in its section, or clear it.`);
    case 'hidden':
      return problem(`${name}: I lack **View Channel**. ${mending(channelId)}`);
    case 'open':
      return missing.length === 0
        ? fine(name)
        : problem(`${name}: I lack **${missing.join(', ')}**. ${mending(channelId)}`);
  }
}

const mending = (channelId: string): string =>
  `Allow my role that in <#${channelId}> → Edit Channel → Permissions.`;

function scenarioLine(state: Extract<Finding, { kind: 'scenario' }>['state']): Line {
  switch (state) {
    case 'works':
      return fine(
        'Scenario answers and accepts the keys. How many credits are left it does not tell bots: look on its site.',
      );
    case 'refuses-keys':
      return problem('Scenario does not accept the keys: tell whoever runs the bot to check them.');
    case 'fails':
      return problem('Scenario does not answer as it should: check again in a few minutes.');
  }
}

const BUDGETS: Record<BudgetOwner, string> = {
  server: 'This server’s budget',
  'operator-server': 'What whoever runs the bot allows this server',
  'operator-all': 'What the bot may spend in all its servers',
};

function budgetLine(standing: BudgetStanding): Line {
  const { limit, committed, endsAt } = standing;
  const levels = reachedLevels(standing);
  // What other servers spend is not this server's to know.
  const spent =
    limit.owner === 'operator-all' ? '' : `: ${unitsText(committed)} of ${unitsText(limit.units)}`;
  const name = `${BUDGETS[limit.owner]} ${limit.period === 'day' ? 'a day' : 'a month'}${spent}`;
  const renewal = `It begins anew ${relativeTime(endsAt)}`;
  if (levels.includes(100)) return problem(`${name} is used up. ${renewal}${raising(limit.owner)}.`);
  return levels.includes(80) ? warning(`${name} is nearly used up. ${renewal}.`) : fine(name);
}

const raising = (owner: BudgetOwner): string =>
  owner === 'server' ? '; raise it under Money to go on before' : '';

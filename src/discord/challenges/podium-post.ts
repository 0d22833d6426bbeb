import {
  type Challenge,
  type Entry,
  hasWon,
  type Outcome,
  type Placement,
} from '../../challenges/challenge.ts';
import { neededRatings } from '../../challenges/tally.ts';
import type { BoardMessage } from '../board.ts';
import { cut, escapeMarkdown, oneLine } from '../text.ts';
import type { Words } from '../words/words.ts';
import { podiumMark } from './post-marks.ts';
import { MEDALS, prizeText } from './rule-lines.ts';
import { ALT_TEXT_MAX_LENGTH, EMBED_MAX_LENGTH, entryHeading, plainEntryName } from './shown-texts.ts';

export interface PodiumFacts {
  words: Words;
  outcome: Outcome;
  /** All entries that were counted, by id. */
  entries: ReadonlyMap<number, Entry>;
  /** Where the clips are, by entry, as far as they are anywhere. */
  links: ReadonlyMap<number, string>;
  /** Entries of which the video is shown no more: they keep their places, and nothing else is told of them. */
  gone: ReadonlySet<number>;
  /** Of the picture that goes with it; undefined without one. */
  pictureName: string | undefined;
}

const WINNERS_SHOWN = 12;
const PASSED_OVER_SHOWN = 5;
const BARS = 10;
const COLOUR = 0xe3b341;

/** How it ended: winners with their clips and votes, turnout, and how it was counted. Names are told now. */
export function renderPodium(challenge: Challenge, facts: PodiumFacts): BoardMessage {
  const shown = Array.from({ length: WINNERS_SHOWN + 1 }, (_, index) => WINNERS_SHOWN - index)
    .map((winners) => descriptionOf(challenge, facts, winners))
    .find(({ length }) => length <= EMBED_MAX_LENGTH);
  const image =
    facts.pictureName === undefined ? {} : { image: { url: `attachment://${facts.pictureName}` } };
  return {
    content: '',
    embeds: [{ color: COLOUR, description: shown ?? '', ...image }],
    components: [],
  };
}

function descriptionOf(challenge: Challenge, facts: PodiumFacts, winnersShown: number): string {
  const { words, outcome } = facts;
  const { podium, voting } = words.challenge;
  const { method, ties } = challenge.settings;
  const enough = ratingsEnough(challenge, outcome);
  const winners = winnersIn(outcome);
  const parts = [
    `## ${podium.heading(escapeMarkdown(oneLine(challenge.title)))}`,
    ...winners.slice(0, winnersShown).map((placement) => winnerLines(challenge, facts, placement)),
    ...(winners.length > winnersShown ? ['…'] : []),
    ...(outcome.placements.length === 0 ? [podium.noEntries] : []),
    ...(outcome.placements.length > 0 && winners.length === 0 ? [podium.noWinner] : []),
    ...(outcome.placements.length === 1 && outcome.ballots === 0 ? [podium.onlyOne] : []),
    passedOverLines(facts).join('\n'),
    [
      `-# ${podium.turnout(outcome.ballots)}${podiumMark(challenge.id)}`,
      ...(outcome.invalidBallots === 0 ? [] : [`-# ${podium.invalid(outcome.invalidBallots)}`]),
      ...(challenge.round === 2 && winners.length > 0 ? [`-# ${podium.runOff}`] : []),
      ...(enough === undefined ? [] : [`-# ${podium.fewerRatings(challenge.settings.minRatings, enough)}`]),
      `-# ${voting.method[method]} ${voting.ties[ties]}`,
    ].join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** How many ratings were enough, where no entry got as many as it was to have. */
function ratingsEnough(
  { settings: { method, minRatings } }: Challenge,
  { placements }: Outcome,
): number | undefined {
  const isRated = placements.some(({ raters }) => raters > 0);
  // The only entry wins however it was rated.
  if (method !== 'stars' || !isRated || placements.length === 1) return undefined;
  const needed = neededRatings(minRatings, placements);
  return needed < minRatings ? needed : undefined;
}

const winnersIn = ({ placements }: Outcome): Placement[] =>
  placements.filter(hasWon).toSorted((a, b) => a.place - b.place);

function winnerLines(challenge: Challenge, facts: PodiumFacts, placement: Placement): string {
  const { words, entries, links, gone } = facts;
  const { by, podium } = words.challenge;
  const entry = entries.get(placement.entryId);
  if (!entry) return '';
  const isGone = gone.has(entry.id);
  const link = isGone ? undefined : links.get(entry.id);
  const prizes = challenge.settings.prizes
    .filter(({ place }) => place === placement.place)
    .map((prize) => prizeText(prize, words))
    .filter((text) => text !== '');
  const told = [
    scoreText(challenge, placement, words),
    ...prizes.map((text) => podium.wins(text)),
    ...(link === undefined ? [] : [`[${podium.watch}](${link})`]),
    ...(isGone ? [podium.videoGone] : []),
  ];
  const named = isGone ? untitled(entry) : entry;
  const who = `${MEDALS[placement.place - 1] ?? ''} ${entryHeading(named, words)} ${by(`<@${entry.userId}>`)}`;
  return `${who}\n-# ${told.join(' · ')}`;
}

function passedOverLines({ words, outcome, entries }: PodiumFacts): string[] {
  return outcome.placements
    .flatMap(({ entryId, passedOver }) => {
      const entry = entries.get(entryId);
      if (!entry || passedOver === undefined) return [];
      return [`-# ${words.challenge.podium.passedOver[passedOver](words.challenge.entry(entry.number))}`];
    })
    .slice(0, PASSED_OVER_SHOWN);
}

/** "4.5 stars from 12 ratings", "7 votes", "no votes". */
function scoreText(
  { settings: { method } }: Challenge,
  { points, raters, counted }: Placement,
  { challenge: { podium } }: Words,
): string {
  if (!counted) return raters === 0 ? podium.noVotes : podium.notCounted;
  return method === 'stars'
    ? podium.score.stars(meanOf(points, raters), raters)
    : podium.score[method](points);
}

const meanOf = (points: number, raters: number): number => (raters === 0 ? 0 : points / raters);

/** One bar of the picture. */
export interface ResultBar {
  label: string;
  /** Where the picture's fonts cannot write the label. */
  fallback: string;
  note: string;
  value: number;
}

/** The title was of the video. */
const untitled = (entry: Entry): Entry => ({ ...entry, title: undefined });

type Counted = Pick<PodiumFacts, 'outcome' | 'entries'>;

/** The entries that the picture shows, the best first. */
export const bestOf = ({ outcome, entries }: Counted): Entry[] =>
  bestPlacements(outcome).flatMap(({ entryId }) => entries.get(entryId) ?? []);

const bestPlacements = ({ placements }: Outcome): Placement[] =>
  placements.toSorted((a, b) => a.place - b.place).slice(0, BARS);

/** The best entries as bars. @param names of their authors, by user id, as far as they are known */
export function resultBars(
  challenge: Challenge,
  { words, outcome, entries, gone }: Counted & Pick<PodiumFacts, 'words' | 'gone'>,
  names: ReadonlyMap<string, string>,
): ResultBar[] {
  return bestPlacements(outcome).flatMap((placement) => {
    const entry = entries.get(placement.entryId);
    if (!entry) return [];
    const name = names.get(entry.userId);
    return [
      {
        label: `${plainEntryName(gone.has(entry.id) ? untitled(entry) : entry, words)}${name === undefined ? '' : ` · ${name}`}`,
        fallback: words.challenge.entry(entry.number),
        note: scoreText(challenge, placement, words),
        value: scoreOf(challenge, placement),
      },
    ];
  });
}

function scoreOf({ settings: { method } }: Challenge, { points, raters, counted }: Placement): number {
  if (!counted) return 0;
  return method === 'stars' ? meanOf(points, raters) : points;
}

/** What a screen reader says of the picture. */
export function resultAltText(
  challenge: Challenge,
  bars: readonly ResultBar[],
  { challenge: words }: Words,
): string {
  const told = bars.map(({ label, note }) => `${label}: ${note}`).join('; ');
  return cut(`${words.podium.label(oneLine(challenge.title))} ${told}`, ALT_TEXT_MAX_LENGTH);
}

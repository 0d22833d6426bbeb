import { type Context, loadCanvas } from './canvas.ts';
import { type DailyChart, type DrawDailyChart, drawDashes, loadDailyChart } from './daily-chart.ts';
import { drawableName } from './drawable-name.ts';
import { type Box, drawText, fillBox } from './drawing.ts';
import { numberText, periodText } from './number-text.ts';
import { drawOutcomes } from './outcomes-panel.ts';
import { BUDGET_COLOUR, CARD, MUTED, OUTCOME_COLOURS, PANEL, TEXT, UNITS_COLOUR } from './palette.ts';
import { drawRankedBars } from './ranked-bars.ts';
import { isEmpty, MAX_TOP_USERS, OUTCOMES, outcomeTotals, type ServerStatistics } from './statistics.ts';
import { statisticsAltText } from './statistics-alt-text.ts';
import { drawTiles } from './statistics-tiles.ts';

const WIDTH_PX = 1200;
const HEIGHT_PX = 900;
const EMPTY_HEIGHT_PX = 400;
const MARGIN_PX = 32;
const HEADER_BASELINE_PX = 60;
const TITLE_SIZE_PX = 22;
const TITLE_BASELINE_PX = 34;
const NOTE_SIZE_PX = 20;
const PADDING_PX = 20;
const TITLE_HEIGHT_PX = 48;
const RADIUS_PX = 12;

const TILES: Box = { x: MARGIN_PX, y: 86, width: WIDTH_PX - 2 * MARGIN_PX, height: 122 };
const VIDEOS_PANEL: Box = { x: MARGIN_PX, y: 224, width: 740, height: 330 };
const UNITS_PANEL: Box = { x: MARGIN_PX, y: 570, width: 740, height: 298 };
const OUTCOMES_PANEL: Box = { x: 788, y: 224, width: 380, height: 248 };
const MEMBERS_PANEL: Box = { x: 788, y: 488, width: 380, height: 380 };

export interface StatisticsPicture {
  png: Uint8Array;
  /** For those who do not see the picture: at most 1,024 characters. */
  altText: string;
}

/** Draws what a server did as one opaque PNG of 1200 × 900 pixels, or a smaller one that says that nothing happened. */
export async function renderStatistics(statistics: ServerStatistics): Promise<StatisticsPicture> {
  const newCanvas = await loadCanvas();
  const drawDailyChart = await loadDailyChart(newCanvas);
  const canvas = newCanvas(WIDTH_PX, isEmpty(statistics) ? EMPTY_HEIGHT_PX : HEIGHT_PX);
  const context = canvas.getContext('2d');
  fillBox(context, { x: 0, y: 0, width: canvas.width, height: canvas.height }, CARD);
  drawHeader(context, statistics);
  if (isEmpty(statistics)) drawNothing(context, statistics);
  else drawAll(context, statistics, drawDailyChart);
  return { png: await canvas.encode('png'), altText: statisticsAltText(statistics) };
}

function drawHeader(context: Context, { serverName, perDay, timeZone }: ServerStatistics): void {
  const y = HEADER_BASELINE_PX;
  const period = { sizePx: 22, colour: MUTED, align: 'right' } as const;
  const end = { x: WIDTH_PX - MARGIN_PX, y, maxWidth: WIDTH_PX / 2 };
  const taken = drawText(context, `${periodText(perDay)} · ${timeZone}`, end, period);
  const start = { x: MARGIN_PX, y, maxWidth: WIDTH_PX - 3 * MARGIN_PX - taken };
  drawText(context, drawableName(serverName, 'This server'), start, { sizePx: 34, colour: TEXT, bold: true });
}

function drawNothing(context: Context, { days }: ServerStatistics): void {
  const box = { ...TILES, height: EMPTY_HEIGHT_PX - TILES.y - MARGIN_PX };
  fillBox(context, box, PANEL, RADIUS_PX);
  const middle = { x: WIDTH_PX / 2, y: box.y + box.height / 2, maxWidth: box.width };
  drawText(context, `No videos in these ${days} days`, middle, {
    sizePx: 40,
    colour: TEXT,
    bold: true,
    align: 'center',
  });
  const below = { ...middle, y: middle.y + 46 };
  drawText(context, 'Members make videos with /veo.', below, { sizePx: 24, colour: MUTED, align: 'center' });
}

function drawAll(context: Context, statistics: ServerStatistics, drawDailyChart: DrawDailyChart): void {
  drawTiles(context, statistics, TILES);
  drawDailyChart(context, videosChart(statistics), drawPanel(context, VIDEOS_PANEL, 'Videos per day'));
  drawDailyChart(
    context,
    unitsChart(statistics),
    drawPanel(context, UNITS_PANEL, 'Creative units (CU) per day'),
  );
  drawBudgetKey(context, statistics);
  drawOutcomes(context, outcomeTotals(statistics.perDay), drawPanel(context, OUTCOMES_PANEL, 'Outcomes'));
  drawMembers(context, statistics, drawPanel(context, MEMBERS_PANEL, 'Top members'));
}

/** @returns what is left inside, under the title */
function drawPanel(context: Context, panel: Box, title: string): Box {
  fillBox(context, panel, PANEL, RADIUS_PX);
  const inside = {
    x: panel.x + PADDING_PX,
    y: panel.y + TITLE_HEIGHT_PX,
    width: panel.width - 2 * PADDING_PX,
    height: panel.height - TITLE_HEIGHT_PX - PADDING_PX / 2,
  };
  const line = { x: inside.x, y: panel.y + TITLE_BASELINE_PX, maxWidth: inside.width };
  drawText(context, title, line, { sizePx: TITLE_SIZE_PX, colour: TEXT, bold: true });
  return inside;
}

/** Writes at the right of a panel's title. @returns where the note begins, and the line that it stands on */
function drawPanelNote(context: Context, panel: Box, note: string): { left: number; y: number } {
  const right = panel.x + panel.width - PADDING_PX;
  const y = panel.y + TITLE_BASELINE_PX;
  const style = { sizePx: NOTE_SIZE_PX, colour: MUTED, align: 'right' } as const;
  return { left: right - drawText(context, note, { x: right, y, maxWidth: panel.width / 2 }, style), y };
}

const videosChart = ({ perDay }: ServerStatistics): DailyChart => ({
  days: perDay.map(({ day }) => day),
  series: OUTCOMES.map((outcome) => ({
    colour: OUTCOME_COLOURS[outcome],
    values: perDay.map((day) => day[outcome]),
  })),
  wholeNumbers: true,
  limit: undefined,
});

const unitsChart = ({ perDay, budget: { unitsPerDay } }: ServerStatistics): DailyChart => ({
  days: perDay.map(({ day }) => day),
  series: [{ colour: UNITS_COLOUR, values: perDay.map(({ units }) => units) }],
  wholeNumbers: false,
  limit: unitsPerDay === undefined ? undefined : { value: unitsPerDay, colour: BUDGET_COLOUR },
});

function drawBudgetKey(context: Context, { budget: { unitsPerDay } }: ServerStatistics): void {
  if (unitsPerDay === undefined) return;
  const note = drawPanelNote(context, UNITS_PANEL, `Daily budget ${numberText(unitsPerDay)} CU`);
  const dashes = { from: note.left - 46, to: note.left - 14, y: note.y - 7 };
  drawDashes(context, dashes, BUDGET_COLOUR);
}

function drawMembers(context: Context, { topUsers }: ServerStatistics, area: Box): void {
  if (topUsers.length === 0) {
    const line = { x: area.x, y: area.y + 20, maxWidth: area.width };
    drawText(context, 'No videos delivered', line, { sizePx: NOTE_SIZE_PX, colour: MUTED });
    return;
  }
  drawPanelNote(context, MEMBERS_PANEL, 'videos · CU');
  const bars = topUsers.slice(0, MAX_TOP_USERS).map(({ name, videos, units }, index) => ({
    label: drawableName(name, `Member ${index + 1}`),
    note: `${numberText(videos)} · ${numberText(units)}`,
    value: videos,
  }));
  drawRankedBars(context, bars, area, OUTCOME_COLOURS.delivered);
}

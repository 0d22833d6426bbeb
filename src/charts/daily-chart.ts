import type { ChartConfiguration, ChartDataset } from 'chart.js';
import { type Context, FONT_FAMILIES, type NewCanvas } from './canvas.ts';
import type { Box } from './drawing.ts';
import { dayText, numberText } from './number-text.ts';
import { GRID, MUTED, PANEL } from './palette.ts';

export interface DailySeries {
  colour: string;
  /** One for each day. */
  values: readonly number[];
}

export interface DailyChart {
  /** `YYYY-MM-DD`, oldest first. */
  days: readonly string[];
  /** Stacked on each other, the first at the bottom. */
  series: readonly DailySeries[];
  /** Whether the axis counts whole things. */
  wholeNumbers: boolean;
  /** A dashed line across all days. */
  limit: { value: number; colour: string } | undefined;
}

export type DrawDailyChart = (context: Context, chart: DailyChart, box: Box) => void;

/** Room for the numbers at the left: the same in every chart, so that days stand below each other. */
const AXIS_WIDTH_PX = 68;
const TEXT_SIZE_PX = 18;
const MAX_DAY_LABELS = 7;
const MAX_BAR_WIDTH_PX = 56;
/** A little is still seen beside a lot. */
const MIN_BAR_HEIGHT_PX = 2;
const DASH_HEIGHT_PX = 3;
const DASH_EDGE_PX = 2;
const DASHES_PX = [12, 8];
/** Free space above the limit's line, as a share of it. */
const ROOM_ABOVE_LIMIT = 0.1;

/** Loads Chart.js when the first chart is wanted. */
export async function loadDailyChart(newCanvas: NewCanvas): Promise<DrawDailyChart> {
  const { Chart, BarController, BarElement, CategoryScale, LinearScale } = await import('chart.js');
  Chart.register(BarController, BarElement, CategoryScale, LinearScale);
  return (context, chart, { x, y, width, height }) => {
    const canvas = newCanvas(width, height);
    const drawn = new Chart(canvas, configuration(chart));
    context.drawImage(canvas, x, y);
    const { left, right } = drawn.chartArea;
    const limitY = chart.limit && drawn.scales.y?.getPixelForValue(chart.limit.value);
    // Chart.js remembers every chart that was not destroyed. It wipes the canvas as well, which was copied before.
    drawn.destroy();
    if (chart.limit && limitY !== undefined) {
      drawDashes(context, { from: x + left, to: x + right, y: y + limitY }, chart.limit.colour);
    }
  };
}

function configuration(chart: DailyChart): ChartConfiguration<'bar', (number | null)[], string> {
  return {
    type: 'bar',
    data: { labels: dayLabels(chart.days), datasets: chart.series.map(dataset) },
    options: {
      animation: false,
      responsive: false,
      devicePixelRatio: 1,
      scales: { x: dayAxis, y: valueAxis(chart) },
    },
  };
}

/** Names some days at even steps, today among them; the others stay blank. */
function dayLabels(days: readonly string[]): string[] {
  const step = Math.ceil(days.length / MAX_DAY_LABELS);
  return days.map((day, index) => ((days.length - 1 - index) % step === 0 ? dayText(day) : ''));
}

const dataset = ({ colour, values }: DailySeries): ChartDataset<'bar', (number | null)[]> => ({
  // Nothing is no bar: zero would be drawn at the least height.
  data: values.map((value) => (value === 0 ? null : value)),
  backgroundColor: colour,
  maxBarThickness: MAX_BAR_WIDTH_PX,
  minBarLength: MIN_BAR_HEIGHT_PX,
  barPercentage: 0.95,
  categoryPercentage: 0.85,
});

/** Named on every axis: Chart.js falls back to fonts of the machine. */
const tickText = { color: MUTED, font: { family: FONT_FAMILIES, size: TEXT_SIZE_PX } };

const dayAxis = {
  stacked: true,
  grid: { display: false },
  border: { color: GRID },
  ticks: { ...tickText, maxRotation: 0, autoSkip: false },
};

const valueAxis = ({ wholeNumbers, limit }: DailyChart) => ({
  stacked: true,
  beginAtZero: true,
  ...(limit && { suggestedMax: limit.value * (1 + ROOM_ABOVE_LIMIT) }),
  grid: { color: GRID, drawTicks: false },
  border: { display: false },
  ticks: {
    ...tickText,
    padding: 10,
    maxTicksLimit: 6,
    ...(wholeNumbers && { precision: 0 }),
    callback: (value: number | string) => numberText(Number(value)),
  },
  afterFit: (axis: { width: number }) => {
    axis.width = AXIS_WIDTH_PX;
  },
});

/** A dashed level line, with a dark edge that sets it off from the bars behind it. */
export function drawDashes(
  context: Context,
  { from, to, y }: { from: number; to: number; y: number },
  colour: string,
): void {
  context.save();
  context.setLineDash(DASHES_PX);
  for (const [strokeStyle, lineWidth] of [
    [PANEL, DASH_HEIGHT_PX + 2 * DASH_EDGE_PX],
    [colour, DASH_HEIGHT_PX],
  ] as const) {
    context.strokeStyle = strokeStyle;
    context.lineWidth = lineWidth;
    context.beginPath();
    context.moveTo(from, y);
    context.lineTo(to, y);
    context.stroke();
  }
  context.restore();
}

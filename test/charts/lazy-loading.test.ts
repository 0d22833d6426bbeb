import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const PICTURE = new URL('../../src/charts/statistics-picture.ts', import.meta.url).href;
const EXAMPLE = new URL('./example.ts', import.meta.url).href;

test('the native canvas is loaded when the first picture is drawn, not before', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    `const loaded = () => process.report.getReport().sharedObjects.some((path) => path.includes('canvas'));
     const { renderStatistics } = await import('${PICTURE}');
     const { statisticsOf } = await import('${EXAMPLE}');
     const before = loaded();
     await renderStatistics(statisticsOf());
     console.log(JSON.stringify([before, loaded()]));`,
  ]);
  expect(JSON.parse(stdout)).toEqual([false, true]);
});

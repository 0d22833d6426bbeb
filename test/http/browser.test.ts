import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { withPrompt } from '../discord/job.ts';
import { bigVideo } from '../support/big-videos.ts';
import { openBrowser } from '../support/browser.ts';
import { openVideos, shownJob, withFfmpeg } from './shown-videos.ts';

/** What runs in the page is text: it is no part of the bot, and the page itself may run nothing. */
const VIDEO = `document.querySelector('video')`;

/** Resolves once something is so of the video. Playwright's own way to wait needs what the page's policy forbids. */
const untilVideo = (page: Page, condition: string) =>
  page.evaluate(`new Promise((resolve, reject) => {
    const video = ${VIDEO};
    const look = () => { if (${condition}) resolve(); };
    for (const name of ['loadedmetadata', 'timeupdate', 'seeked', 'playing']) video.addEventListener(name, look);
    video.addEventListener('error', () => reject(video.error));
    look();
  })`);
const play = (page: Page) => page.evaluate(`(() => { ${VIDEO}.muted = true; return ${VIDEO}.play(); })()`);

const facts = (page: Page) =>
  page.evaluate(
    `(({ duration, videoWidth, videoHeight }) => ({ duration, videoWidth, videoHeight }))(${VIDEO})`,
  );

const opened = await openBrowser();
const missing = 'missing' in opened ? opened.missing : '';
if (missing) process.stderr.write(`The pages of videos are not tried in a browser: ${missing}\n`);

/** A page that keeps what the browser complains of, and what it asked for. */
async function openPage(browser: Browser) {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const complaints: string[] = [];
  const asked: { url: string; status: number; from: number }[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('response', (response) => {
    const [, from] = /bytes (\d+)-/.exec(response.headers()['content-range'] ?? '') ?? [];
    asked.push({ url: response.url(), status: response.status(), from: Number(from ?? -1) });
  });
  await page.addInitScript(
    `document.addEventListener('securitypolicyviolation', (event) => console.error('policy', event.violatedDirective))`,
  );
  return { page, complaints, asked };
}

/** Slower than the loopback: a browser that has all of a video at once needs no range of it. */
async function slowDown(page: Page, bytesPerSecond: number): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Network.enable');
  await devTools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: -1,
  });
}

describe.skipIf(missing !== '')('in a real browser', () => {
  let browser: Browser;
  beforeAll(() => {
    if ('missing' in opened) throw new Error(missing);
    browser = opened;
  });
  afterAll(() => browser.close());

  test('the video plays, and can be wound to its middle', async () => {
    const source = await bigVideo({ mebibytes: 30 });
    const { address, bytes } = await openVideos({ source, frames: withFfmpeg() });
    const { page, complaints, asked } = await openPage(browser);
    await slowDown(page, 3_000_000);
    await page.goto(address());
    await untilVideo(page, 'video.readyState >= 1');
    expect(await facts(page)).toEqual({
      duration: expect.closeTo(8, 0),
      videoWidth: 1_920,
      videoHeight: 1_080,
    });
    expect(await page.title()).toBe('A paper boat at dusk');

    await page.evaluate(`(() => { ${VIDEO}.currentTime = 4; })()`);
    await untilVideo(page, '!video.seeking && video.currentTime === 4 && video.readyState >= 2');
    await play(page);
    await untilVideo(page, 'video.currentTime > 4.2');

    const ranges = asked.filter(({ url }) => url.endsWith('/video.mp4'));
    expect(ranges.every(({ status }) => status === 206)).toBe(true);
    // It was not fetched from its beginning to there.
    expect(ranges.map(({ from }) => from)).toContainEqual(expect.closeTo(bytes.length / 2, -7));
    expect(asked.filter(({ status }) => status >= 400)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('the original also plays by itself', async () => {
    const { address } = await openVideos();
    const { page, complaints } = await openPage(browser);
    await page.goto(`${address()}/video.mp4`);
    await untilVideo(page, 'video.readyState >= 1');
    await play(page);
    await untilVideo(page, 'video.currentTime > 0.2');
    expect(complaints).toEqual([]);
  });

  test('a spoiler shows nothing until it is opened, and plays then', async () => {
    const { address } = await openVideos({ jobs: [shownJob({ spoiler: true })] });
    const { page, complaints } = await openPage(browser);
    await page.goto(address());
    expect(await page.locator('video').isVisible()).toBe(false);
    expect(await page.locator('main').innerText()).not.toContain('paper boat');
    await page.locator('summary').click();
    expect(await page.locator('video').isVisible()).toBe(true);
    await play(page);
    await untilVideo(page, 'video.currentTime > 0.2');
    expect(complaints).toEqual([]);
  });

  test('a hostile prompt is text', async () => {
    const prompt = `"><script>document.title='x'</script><img src=x onerror="document.title='y'">'</title>`;
    const { address } = await openVideos({ jobs: [withPrompt(shownJob(), prompt)] });
    const { page, complaints } = await openPage(browser);
    await page.goto(address());
    await untilVideo(page, 'video.readyState >= 1');
    expect(await page.locator('p[dir=auto]').innerText()).toBe(prompt);
    expect(await page.locator('script, img').count()).toBe(0);
    expect(await page.locator('video').getAttribute('aria-label')).toBe(prompt);
    expect(complaints).toEqual([]);
  });

  test.each([
    ['light', 320],
    ['dark', 1_600],
  ] as const)('on a %s screen %i wide nothing sticks out', async (colorScheme, width) => {
    const { address } = await openVideos({ jobs: [withPrompt(shownJob(), 'x'.repeat(4_000))] });
    const { page } = await openPage(browser);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 700 });
    await page.goto(address());
    await untilVideo(page, 'video.readyState >= 1');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    const ground = await page.evaluate(
      `matchMedia('(prefers-color-scheme: ${colorScheme})').matches && getComputedStyle(document.documentElement).colorScheme`,
    );
    expect(ground).toBe('light dark');
  });
});

import { expect, test } from 'vitest';
import { pageTexts } from '../../src/discord/page-texts.ts';
import { type ShownVideo, videoPage } from '../../src/http/video-page.ts';
import { aJob, WORST_PROMPTS, withPrompt } from '../discord/job.ts';
import { openVideos, shownJob, withFfmpeg, withoutFfmpeg } from './shown-videos.ts';

const PAGE = 'https://clapper.example/v/7-abc';
const AT = { page: PAGE, video: `${PAGE}/video.mp4`, still: `${PAGE}/still.jpg` };
const VIDEO: ShownVideo = {
  texts: pageTexts(aJob()),
  spoiler: false,
  width: 1_920,
  height: 1_080,
  durationMs: 8_000,
  bytes: 31_457_280,
};

const textsOf = (prompt: string) => pageTexts(withPrompt(aJob(), prompt));

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** The head's `<meta>` tags, by property or name. */
const tagsOf = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<meta (?:property|name)="([^"]*)" content="([^"]*)">/g)].map(([, key, content]) => [
      key ?? '',
      unescaped(content ?? ''),
    ]),
  );
/** Every element of a page, without what is in it. */
const elementsOf = (page: string): string[] =>
  [...page.matchAll(/<([a-z!][a-z0-9]*)/gi)].map(([, name]) => name ?? '');

test('Discord finds a player with a picture in the head', () => {
  expect(tagsOf(videoPage(VIDEO, AT))).toMatchObject({
    'og:type': 'video.other',
    'og:site_name': 'Clapper',
    'og:title': 'A paper boat at dusk',
    'og:description': 'Made with Veo 3.1 · 1920 × 1080 · 8 s · 31.5 MB',
    'og:url': PAGE,
    'og:video': `${PAGE}/video.mp4`,
    'og:video:secure_url': `${PAGE}/video.mp4`,
    'og:video:type': 'video/mp4',
    'og:video:width': '1920',
    'og:video:height': '1080',
    'og:image': `${PAGE}/still.jpg`,
    'og:image:width': '1920',
    'og:image:height': '1080',
    'og:image:alt': 'A paper boat at dusk',
    'twitter:card': 'player',
    'twitter:player:stream': `${PAGE}/video.mp4`,
    'twitter:player:stream:content_type': 'video/mp4',
    'theme-color': '#5865f2',
  });
});

test('one picture is named, once: of two Discord makes a gallery', () => {
  const page = videoPage(VIDEO, AT);
  expect(page.match(/"(?:og:image|og:image:url|og:image:secure_url|twitter:image)"/g)).toHaveLength(1);
});

test('an address without https is not called secure', () => {
  const page = 'http://127.0.0.1:8080/v/7-abc';
  const tags = tagsOf(videoPage(VIDEO, { page, video: `${page}/video.mp4`, still: `${page}/still.jpg` }));
  expect(tags).toHaveProperty('og:video');
  expect(tags).not.toHaveProperty('og:video:secure_url');
});

test('a spoiler’s head names neither video nor picture nor prompt, and its page shows nothing until it is opened', () => {
  const page = videoPage({ ...VIDEO, spoiler: true }, AT);
  const [head = '', body = ''] = page.split('<body>');
  expect(head).not.toMatch(/video\.mp4|still|paper boat|og:video|og:image|twitter/);
  expect(tagsOf(page)).toMatchObject({ 'og:title': 'A hidden video', 'og:url': PAGE });
  const [before = '', inside = ''] = body.split(/<details>|<\/details>/);
  expect(before).not.toContain('paper boat');
  expect(inside).toMatch(/^\s*<summary>.*<\/summary>\s*<video /);
  expect(inside).toContain('A paper boat at dusk');
  expect(body.split('</details>')[1]).not.toContain('paper boat');
});

test.each([
  ['markup', '"><script>alert(1)</script>'],
  ['an end of attributes', `' onload='x" onerror="x`],
  ['an end of the head', '</title></head></style><style>*{display:none}</style>'],
  ['entities', '&lt;script&gt;&quot;&#39;'],
  ['a comment', '<!-- -->--><![CDATA['],
  ['a direction that turns', '\u202egnp.exe'],
  ['halves of signs', '\ud83d and \ude00'],
  ...WORST_PROMPTS,
])('a prompt of %s changes nothing but the text', (_what, prompt) => {
  for (const spoiler of [false, true]) {
    const page = videoPage({ ...VIDEO, texts: textsOf(prompt), spoiler }, AT);
    const plain = videoPage({ ...VIDEO, spoiler }, AT);
    expect(elementsOf(page)).toEqual(elementsOf(plain));
    expect(Object.keys(tagsOf(page))).toEqual(Object.keys(tagsOf(plain)));
    expect(page.match(/"/g)?.length).toBe(plain.match(/"/g)?.length);
    expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    const { 'og:title': title = '', 'og:image:alt': alt = '' } = tagsOf(page);
    expect(title.length).toBeLessThanOrEqual(70);
    expect(alt.length).toBeLessThanOrEqual(4_096);
  }
});

test('the whole prompt can be read on the page', () => {
  const prompt = `${'long '.repeat(799)}end.`;
  expect(videoPage({ ...VIDEO, texts: textsOf(prompt) }, AT)).toContain(`<p dir="auto">${prompt}</p>`);
});

test('the page is served so that nothing can run in it', async () => {
  const { get } = await openVideos({ jobs: [withPrompt(shownJob(), '"><script>alert(1)</script>')] });
  const response = await get();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  );
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(await response.text()).not.toContain('<script');
});

test('HEAD of the page has its size and no body', async () => {
  const { get } = await openVideos();
  const [whole, head] = [await get(), await get('', { method: 'HEAD' })];
  expect(head.status).toBe(200);
  expect(head.headers.get('content-length')).toBe(String((await whole.bytes()).length));
  expect(await head.text()).toBe('');
});

test('the picture is the video’s first frame', async () => {
  const encoder = withFfmpeg();
  let made = 0;
  const { get } = await openVideos({
    frames: {
      ...encoder,
      frame: async (...how) => {
        made += 1;
        await encoder.frame(...how);
      },
    },
  });
  expect(tagsOf(await (await get()).text())['og:image']).toMatch(/\/still\.jpg$/);
  const stills = await Promise.all([1, 2, 3].map(() => get('/still.jpg')));
  for (const still of stills) {
    expect([still.status, still.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect((await still.bytes()).subarray(0, 3)).toEqual(Uint8Array.of(0xff, 0xd8, 0xff));
  }
  expect(made).toBe(1);
});

test('a frame that could not be taken is tried again the next time', async () => {
  const encoder = withFfmpeg();
  let tries = 0;
  const { get } = await openVideos({
    frames: {
      ...encoder,
      frame: async (...how) => {
        tries += 1;
        if (tries === 1) throw new Error('killed');
        await encoder.frame(...how);
      },
    },
  });
  expect((await get('/still.jpg')).status).toBe(500);
  expect((await get('/still.jpg')).status).toBe(200);
});

test('without ffmpeg a dark picture stands in: without any there would be no player in Discord', async () => {
  const { get } = await openVideos({ frames: withoutFfmpeg });
  expect(tagsOf(await (await get()).text())['og:image']).toMatch(/\/still\.png$/);
  const blank = await get('/still.png');
  expect([blank.status, blank.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect((await blank.bytes()).subarray(1, 4)).toEqual(Uint8Array.from(Buffer.from('PNG')));
  expect((await get('/still.jpg')).status).toBe(404);
});

import type { PageTexts } from '../jobs/public-links.ts';
import { escapeHtml, htmlPage, meta } from './html.ts';

/** What a page tells of a video. */
export interface ShownVideo {
  texts: PageTexts;
  /** Hidden until somebody asks for it. */
  spoiler: boolean;
  /** Pixels. */
  width: number;
  height: number;
  durationMs: number;
  bytes: number;
}

/** Where the page and its parts are, as the internet sees them. */
export interface VideoAddresses {
  page: string;
  video: string;
  /** The still picture that a player shows before it plays. */
  still: string;
}

const SITE_NAME = 'Clapper';

/**
 * The page of a video, without a script. What Discord needs for a player in the chat is in its head
 * (https://docs.discord.com/developers/link-previews/overview): a video by https, and a still picture, without which there
 * is no player.
 *
 * A spoiler shows nothing of itself until it is opened, and its head names neither video nor picture nor prompt: a preview
 * would show them to everybody wherever the link is pasted.
 */
export function videoPage(video: ShownVideo, at: VideoAddresses): string {
  const { texts } = video;
  const facts = `${video.width} × ${video.height} · ${Math.round(video.durationMs / 1_000)} s · ${megabytes(video.bytes)}`;
  const shown = [
    `<video controls playsinline preload="metadata" width="${video.width}" height="${video.height}" poster="${escapeHtml(pathOf(at.still))}" aria-label="${escapeHtml(texts.label)}" src="${escapeHtml(pathOf(at.video))}"></video>`,
    `<p dir="auto">${escapeHtml(texts.prompt)}</p>`,
  ];
  const end = `<p class="facts">${facts} · <a href="${escapeHtml(pathOf(at.video))}?download=1" download>Download</a></p>`;

  if (video.spoiler) {
    const title = 'A hidden video';
    const body = [
      '<main>',
      '<details>',
      '<summary>This video is a spoiler. Press here to see it.</summary>',
      ...shown,
      '</details>',
      end,
      '</main>',
    ];
    return htmlPage(title, commonTags(title, facts, at.page), body);
  }
  const head = [...commonTags(texts.title, facts, at.page), ...playerTags(video, at)];
  return htmlPage(texts.title, head, ['<main>', ...shown, end, '</main>']);
}

/** The answer for every video that cannot be seen, whatever the reason. */
export const gonePage = (): string =>
  htmlPage(
    'No video here',
    [],
    ['<main>', '<h1>No video here</h1>', '<p>It was removed, or the link is not whole.</p>', '</main>'],
  );

/** The answer when a video is there, but not at this moment. */
export const busyPage = (): string =>
  htmlPage(
    'Not at this moment',
    [],
    [
      '<main>',
      '<h1>Not at this moment</h1>',
      '<p>The video has to be fetched first. Try again in a minute.</p>',
      '</main>',
    ],
  );

const commonTags = (title: string, facts: string, page: string): string[] => [
  meta('property', 'og:site_name', SITE_NAME),
  meta('property', 'og:title', title),
  meta('property', 'og:description', `Made with Veo 3.1 · ${facts}`),
  meta('property', 'og:url', page),
];

function playerTags({ width, height, texts }: ShownVideo, at: VideoAddresses): string[] {
  const { video, still } = at;
  return [
    meta('property', 'og:type', 'video.other'),
    meta('property', 'og:video', video),
    ...(video.startsWith('https:') ? [meta('property', 'og:video:secure_url', video)] : []),
    meta('property', 'og:video:type', 'video/mp4'),
    meta('property', 'og:video:width', width),
    meta('property', 'og:video:height', height),
    meta('property', 'og:image', still),
    meta('property', 'og:image:width', width),
    meta('property', 'og:image:height', height),
    meta('property', 'og:image:alt', texts.label),
    meta('name', 'twitter:card', 'player'),
    meta('name', 'twitter:player:stream', video),
    meta('name', 'twitter:player:stream:content_type', 'video/mp4'),
    meta('name', 'twitter:player:width', width),
    meta('name', 'twitter:player:height', height),
  ];
}

/** The page's parts come from where the page came from, whichever name that has. */
const pathOf = (url: string): string => new URL(url).pathname;

const MEGABYTE = 1_000_000;
const megabytes = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(1)} MB`;

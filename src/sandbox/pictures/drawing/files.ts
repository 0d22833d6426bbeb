import type { SandboxAttachment } from '../../discord/message.ts';
import { type Html, html } from './html.ts';

const KIBIBYTE = 1_024;

/** An attachment: pictures as they are, videos as a still, other files by name and size. */
export async function drawFile(file: SandboxAttachment): Promise<Html> {
  if (file.contentType.startsWith('image/')) return drawImage(file);
  if (file.contentType.startsWith('video/')) return drawVideo(file);
  return html`
    <div class="file"><span class="page"></span>
      <span><a>${file.filename}</a><small>${sizeText(file.size)}</small></span>
    </div>`;
}

export async function drawImage(file: SandboxAttachment): Promise<Html> {
  const bytes = await file.bytes();
  const source = `data:${file.contentType};base64,${bytes.toString('base64')}`;
  return html`<img class="picture" src="${source}" alt="">`;
}

/** A link to a video file, hidden where it is a spoiler. */
const VIDEO_LINK = /(\|\|)?\[[^\]]+\]\(https?:\/\/[^\s<>)]+\.mp4(?:\?[^\s<>)]*)?\)/g;

/** The players that Discord shows under a text that links to videos. */
export const drawLinkedVideos = (text: string): Html[] =>
  [...text.matchAll(VIDEO_LINK)].map(([, veil]) => drawVideo({ isSpoiler: veil !== undefined }));

type Video = Partial<Pick<SandboxAttachment, 'width' | 'height'>> & Pick<SandboxAttachment, 'isSpoiler'>;

/** Not the video's own picture: one for all, that costs few bytes. */
function drawVideo({ width = 16, height = 9, isSpoiler }: Video): Html {
  return html`
    <div class="${isSpoiler ? 'video veiled' : 'video'}" style="aspect-ratio:${width}/${height}">
      <span class="sun"></span><span class="moon"></span>
      ${isSpoiler ? html`<span class="veil">SPOILER</span>` : html`<span class="play"></span>`}
    </div>`;
}

function sizeText(bytes: number): string {
  return bytes < KIBIBYTE ? `${bytes} bytes` : `${(bytes / KIBIBYTE).toFixed(1)} KB`;
}

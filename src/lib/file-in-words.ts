const BY_TYPE: Readonly<Record<string, string>> = {
  'image/svg+xml': 'an SVG drawing',
  'image/heic-sequence': 'a moving HEIC picture',
  'image/heif-sequence': 'a moving HEIC picture',
  'application/pdf': 'a PDF document',
  'application/postscript': 'a PostScript document',
  'application/zip': 'a ZIP archive',
  'application/xml': 'an XML document',
  'text/html': 'a web page',
};

const BY_GROUP: Readonly<Record<string, string>> = {
  video: 'a video',
  audio: 'a sound file',
  text: 'a text',
  font: 'a font',
};

/**
 * What a file of a media type is, in words for whoever sent it: "an SVG drawing", "a BMP picture", "not a picture". Of the
 * type itself no more than a short, plain name is repeated.
 */
export function fileInWords(mediaType: string): string {
  const picture = /^image\/(?:x-)?([a-z\d][a-z\d-]{1,15})$/.exec(mediaType)?.[1];
  const group = mediaType.split('/', 1)[0] ?? '';
  return (
    BY_TYPE[mediaType] ??
    BY_GROUP[group] ??
    (picture === undefined ? 'not a picture' : `a picture of type ${picture.toUpperCase()}`)
  );
}

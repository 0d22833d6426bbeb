import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AttachedPicture,
  checkPicture,
  HEIC_MAX_BYTES,
  isAllowedHost,
  PICTURE_FILE_ENDINGS,
  PICTURE_MAX_BYTES,
} from '../../src/jobs/input-pictures.ts';

const CDN = 'cdn.discordapp.com';
const HOSTS = [CDN, 'media.discordapp.net', '127.0.0.1:4000', 'localhost:4000', '[::1]:4000'];

const picture = (changes: Partial<AttachedPicture> = {}): AttachedPicture => ({
  slot: 'image',
  url: `https://${CDN}/attachments/1/2/boat.png?ex=1&is=2&hm=3`,
  fileName: 'boat.png',
  contentType: 'image/png',
  bytes: 1_000,
  ...changes,
});

/** The code with which a picture is refused. */
function refusal(changes: Partial<AttachedPicture>): unknown {
  try {
    checkPicture(picture(changes), HOSTS);
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
  return 'taken';
}

describe('an allowed host:', () => {
  test.each([
    `https://${CDN}/attachments/1/2/boat.png`,
    `https://${CDN.toUpperCase()}/a.png`,
    `https://${CDN}:443/a.png`,
    'https://media.discordapp.net/a.png',
    'http://127.0.0.1:4000/a.png',
    'http://localhost:4000/a.png',
    'http://[::1]:4000/a.png',
    'https://127.0.0.1:4000/a.png',
  ])('%s', (url) => {
    expect(isAllowedHost(url, HOSTS)).toBe(true);
  });
});

describe('not an allowed host:', () => {
  test.each([
    ['plain HTTP', `http://${CDN}/a.png`],
    ['another protocol', `ftp://${CDN}/a.png`],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:image/png;base64,AAAA'],
    ['the host as a user name', `https://${CDN}@evil.example/a.png`],
    ['a user name', `https://me@${CDN}/a.png`],
    ['a password alone', `https://:secret@${CDN}/a.png`],
    ['another port', `https://${CDN}:8443/a.png`],
    ['another local port', 'http://127.0.0.1:4001/a.png'],
    ['no port where one is named', 'http://127.0.0.1/a.png'],
    ['another local address', 'http://127.0.0.2:4000/a.png'],
    ['an inner address', 'http://169.254.169.254/latest/meta-data'],
    ['a host that ends like it', `https://evil${CDN}/a.png`],
    ['a host that begins like it', `https://${CDN}.evil.example/a.png`],
    ['a subdomain', `https://sub.${CDN}/a.png`],
    ['the domain above', 'https://discordapp.com/a.png'],
    ['a dot at the end', `https://${CDN}./a.png`],
    ['the host in the path', `https://evil.example/${CDN}/a.png`],
    ['the host in the query', `https://evil.example/?${CDN}`],
    ['the host behind a backslash', `https://evil.example\\@${CDN}/a.png`],
    ['a letter that looks alike', 'https://cdn.disc\u043Erdapp.com/a.png'],
    ['no address at all', 'boat.png'],
    ['nothing', ''],
  ])('%s: %s', (_what, url) => {
    expect(isAllowedHost(url, HOSTS)).toBe(false);
  });

  test('any other web host', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
        fc.pre(!HOSTS.includes(new URL(url).host));
        expect(isAllowedHost(url, HOSTS)).toBe(false);
      }),
    );
  });

  test('plain HTTP to a host that is allowed but not this machine', () => {
    expect(isAllowedHost('http://10.0.0.8:4000/a.png', ['10.0.0.8:4000'])).toBe(false);
  });

  test('anything while no host is allowed', () => {
    expect(isAllowedHost(`https://${CDN}/a.png`, [])).toBe(false);
  });
});

describe('a picture', () => {
  test.each([
    'image/jpeg',
    'image/png',
    'image/webp',
    'image/gif',
    'image/avif',
    'image/tiff',
    'image/apng',
    'image/heic',
    'image/heif',
    'IMAGE/PNG',
    'image/png; charset=utf-8',
  ])('of type %s is taken', (contentType) => {
    expect(refusal({ contentType })).toBe('taken');
  });

  test.each([
    ['image/svg+xml', 'an SVG drawing'],
    ['video/mp4', 'a video'],
    ['audio/mpeg', 'a sound file'],
    ['application/pdf', 'a PDF document'],
    ['application/zip', 'a ZIP archive'],
    ['image/bmp', 'a picture of type BMP'],
    ['image/x-icon', 'a picture of type ICON'],
    ['text/html;image/png', 'a web page'],
    ['text/plain', 'a text'],
    ['image/**[free](https://evil.example)**', 'not a picture'],
    ['@everyone', 'not a picture'],
  ])('of type %s is refused as %s', (contentType, name) => {
    expect(refusal({ contentType })).toBe('picture-type');
    expect(() => checkPicture(picture({ contentType }), HOSTS)).toThrow(
      `\`image\` is ${name}: attach a JPEG, PNG, WebP, GIF, AVIF, TIFF or HEIC file.`,
    );
  });

  test.each([undefined, '', 'application/octet-stream'])(
    'of which Discord gives no type (%j) is judged by its ending',
    (contentType) => {
      for (const ending of PICTURE_FILE_ENDINGS) {
        expect(refusal({ contentType, fileName: `BOAT${ending.toUpperCase()}` })).toBe('taken');
      }
      for (const fileName of ['boat.svg', 'boat.png.exe', 'png', 'boatpng', '']) {
        expect(refusal({ contentType, fileName })).toBe('picture-type');
      }
    },
  );

  test('is not saved by its ending when its type is another', () => {
    expect(refusal({ contentType: 'image/svg+xml', fileName: 'boat.png' })).toBe('picture-type');
  });

  test('may be as large as the limit, and no byte larger', () => {
    expect(refusal({ bytes: PICTURE_MAX_BYTES })).toBe('taken');
    expect(refusal({ bytes: PICTURE_MAX_BYTES + 1 })).toBe('picture-size');
  });

  test.each([
    { contentType: 'image/heic', fileName: 'IMG_1.HEIC' },
    { contentType: 'image/heif', fileName: 'IMG_1' },
    { contentType: undefined, fileName: 'IMG_1.HEIC' },
  ])('in HEIC is limited to what Scenario takes (%j)', (heic) => {
    expect(refusal({ ...heic, bytes: HEIC_MAX_BYTES })).toBe('taken');
    expect(refusal({ ...heic, bytes: HEIC_MAX_BYTES + 1 })).toBe('picture-size');
    expect(() => checkPicture(picture({ ...heic, bytes: HEIC_MAX_BYTES + 1 }), HOSTS)).toThrow(
      'convert it to JPEG',
    );
    expect(refusal({ contentType: 'image/jpeg', bytes: HEIC_MAX_BYTES + 1 })).toBe('taken');
  });

  test('from elsewhere is refused', () => {
    expect(refusal({ url: 'https://evil.example/boat.png' })).toBe('picture-host');
  });

  test('that is refused is named by its option', () => {
    expect(() =>
      checkPicture(picture({ slot: 'reference_image_2', contentType: 'text/plain' }), HOSTS),
    ).toThrow('`reference_image_2`');
  });

  test('has a file ending that Discord lets an option ask for: ten at the most, plain endings', () => {
    expect(PICTURE_FILE_ENDINGS.length).toBeLessThanOrEqual(10);
    expect(PICTURE_FILE_ENDINGS.filter((ending) => !/^\.[a-z]+$/.test(ending))).toEqual([]);
  });
});

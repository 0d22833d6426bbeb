import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type AssetStore, cdnPath } from './assets.ts';
import type { UrlSigner } from './signed-url.ts';

interface ByteRange {
  /** Both inclusive. */
  first: number;
  last: number;
}

/** Serves the files of assets to whoever has a signed URL, as CloudFront before S3 does: GET, HEAD, one byte range. */
export function cdnRoutes(
  server: FastifyInstance,
  assets: AssetStore,
  signer: UrlSigner,
  origin: () => string,
): void {
  server.get<{ Params: { file: string } }>('/cdn/assets/:file', async (request, reply) => {
    const refuse = (status: number, code: string, message: string) =>
      reply.code(status).type('text/xml').send(xmlError(code, message));
    if (request.headers.authorization !== undefined) {
      return refuse(400, 'InvalidArgument', 'Only one auth mechanism allowed');
    }

    const [path = '', query = ''] = splitOnce(request.url, '?');
    const verdict = signer.verify(origin() + path, query);
    if (verdict === 'missing-key') {
      return refuse(403, 'MissingKey', 'Missing Key-Pair-Id query parameter or cookie value');
    }
    const asset = assets.find(request.params.file.split('.', 1)[0] ?? '');
    if (verdict === 'denied' || !asset || cdnPath(asset) !== path) {
      return refuse(403, 'AccessDenied', 'Access denied');
    }

    const { bytes, mimeType, createdAt } = asset;
    reply
      .type(mimeType)
      .header('accept-ranges', 'bytes')
      .header('etag', `"${createHash('md5').update(bytes).digest('hex')}"`)
      .header('last-modified', new Date(createdAt).toUTCString());
    const range = rangeOf(request.headers.range, bytes.length);
    if (range === 'whole') return reply.send(bytes);
    if (range === 'unsatisfiable') {
      reply.header('content-range', `bytes */${bytes.length}`);
      return refuse(416, 'InvalidRange', 'The requested range is not satisfiable');
    }
    return reply
      .code(206)
      .header('content-range', `bytes ${range.first}-${range.last}/${bytes.length}`)
      .send(bytes.subarray(range.first, range.last + 1));
  });
}

/** A header that is no single byte range is ignored, as S3 does. */
function rangeOf(header: string | undefined, size: number): ByteRange | 'whole' | 'unsatisfiable' {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return 'whole';
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first >= size || (from === '' && Number(to) === 0)) return 'unsatisfiable';
  return first > last ? 'whole' : { first, last };
}

const xmlError = (code: string, message: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

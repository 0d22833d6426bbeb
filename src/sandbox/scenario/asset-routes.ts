import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError, badRequest, notFound } from './api-error.ts';
import { type AssetStore, assetView, type SandboxAsset } from './assets.ts';
import { imageMimeType } from './image-format.ts';
import { parsed } from './parsed.ts';

const IMAGE_LIMIT_BYTES = 6_000_000;
const GET_BULK_MAX = 200;
const DELETE_MAX = 100;

const uploadBody = z.object({
  name: z.string().min(1),
  /** Base64, or a data URI of it. */
  image: z.string().min(1).optional(),
});
const idsBody = (max: number) => z.object({ assetIds: z.array(z.string()).min(1).max(max) });

export interface AssetRouteOptions {
  ownerId: string;
  now: () => number;
  /** A fresh signed URL of the asset's file. */
  urlOf: (asset: SandboxAsset) => string;
}

/** Reading, uploading and deleting assets. */
export function assetRoutes(scope: FastifyInstance, assets: AssetStore, options: AssetRouteOptions): void {
  const view = (asset: SandboxAsset) => assetView(asset, options.urlOf(asset), options.ownerId);
  const found = (id: string): SandboxAsset => {
    const asset = assets.find(id);
    if (!asset) throw notFound(`Asset ${id} not found`);
    return asset;
  };

  scope.get<{ Params: { id: string } }>('/assets/:id', async (request) => ({
    asset: view(found(request.params.id)),
  }));

  scope.post('/assets/get-bulk', async (request) => {
    const { assetIds } = parsed(idsBody(GET_BULK_MAX), request.body);
    return { assets: assetIds.flatMap((id) => assets.find(id) ?? []).map(view) };
  });

  scope.post('/assets', async (request) => {
    const { name, image } = parsed(uploadBody, request.body);
    if (image === undefined) throw badRequest("Either 'image' or 'canvas' must be provided");
    const bytes = decodedImage(image);
    const id = assets.add(uploadedImage(bytes, name, options.now()));
    return { asset: view(found(id)) };
  });

  scope.delete('/assets', async (request) => {
    for (const id of parsed(idsBody(DELETE_MAX), request.body).assetIds) assets.remove(id);
    return {};
  });
}

function decodedImage(image: string): Buffer {
  const base64 = image.replace(/^data:[\w.+/-]+;base64,/, '');
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length < IMAGE_LIMIT_BYTES) return bytes;
  throw new ApiError({
    status: 413,
    reason: `Image is too large: it must be below ${IMAGE_LIMIT_BYTES} bytes`,
    name: 'PayloadTooLargeError',
  });
}

function uploadedImage(bytes: Buffer, name: string, createdAt: number): (id: string) => SandboxAsset {
  const mimeType = imageMimeType(bytes);
  if (!mimeType) throw badRequest('Unhandled image format');
  return (id) => ({
    id,
    kind: 'image',
    mimeType,
    bytes,
    createdAt,
    properties: { format: mimeType.slice('image/'.length) },
    metadata: { type: 'uploaded', name },
  });
}

import { newId } from './ids.ts';

/** What the sandbox keeps of an image that was uploaded or a video that was made. */
export interface SandboxAsset {
  readonly id: string;
  readonly kind: 'image' | 'video';
  readonly mimeType: string;
  /** The file itself. */
  readonly bytes: Buffer;
  /** Milliseconds. */
  readonly createdAt: number;
  /** As `GET /assets/{id}` shows them. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>> & { readonly type: string };
}

export interface AssetStore {
  /**
   * Reserves an id for an asset.
   *
   * @param read gives the asset, or undefined as long as it does not exist yet
   */
  add(read: (id: string) => SandboxAsset | undefined): string;
  find(id: string): SandboxAsset | undefined;
  list(): SandboxAsset[];
  remove(id: string): void;
}

export function createAssetStore(): AssetStore {
  const readers = new Map<string, (id: string) => SandboxAsset | undefined>();
  return {
    add(read) {
      const id = newId('asset');
      readers.set(id, read);
      return id;
    },
    find: (id) => readers.get(id)?.(id),
    list: () => [...readers].flatMap(([id, read]) => read(id) ?? []),
    remove: (id) => void readers.delete(id),
  };
}

/** The name of an asset's file on the CDN. */
export const cdnPath = ({ id, mimeType }: SandboxAsset): string =>
  `/cdn/assets/${id}.${mimeType.slice(mimeType.indexOf('/') + 1).replace('+xml', '')}`;

/** The asset as the API shows it, at a URL signed just now. */
export function assetView(asset: SandboxAsset, url: string, ownerId: string) {
  const createdAt = new Date(asset.createdAt).toISOString();
  return {
    id: asset.id,
    url,
    mimeType: asset.mimeType,
    kind: asset.kind,
    status: 'success',
    source: asset.metadata.type,
    privacy: 'private',
    metadata: { kind: asset.kind, ...asset.metadata },
    properties: { size: asset.bytes.length, ...asset.properties },
    tags: [],
    collectionIds: [],
    editCapabilities: [],
    ownerId,
    authorId: ownerId,
    createdAt,
    updatedAt: createdAt,
  };
}

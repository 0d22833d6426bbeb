/** A file that a guild did not take. */
export interface RefusedUpload {
  bytes: number;
  /** What the guild's tier and features promised then; undefined where that was not noted. */
  promisedBytes: number | undefined;
}

/** What the bot learnt of the two outside systems and remembers over restarts. */
export interface LearntFacts {
  /** Creative units of a video with this price key, if learnt at `since` or later. */
  price(priceKey: string, since: number): Promise<number | undefined>;
  learnPrice(priceKey: string, units: number, now: number): Promise<void>;

  /** Scenario's asset id of the picture that is kept under this name (its content's hash), if it was uploaded at `since` or later. */
  uploadedAsset(storedAs: string, since: number): Promise<string | undefined>;
  learnUploadedAsset(storedAs: string, assetId: string, now: number): Promise<void>;
  forgetUploadedAsset(assetId: string): Promise<void>;

  /** What a guild refused, if it did so at `since` or later: the last that was learnt. */
  refusedUpload(guildId: string, since: number): Promise<RefusedUpload | undefined>;
  learnRefusedUpload(guildId: string, refused: RefusedUpload, now: number): Promise<void>;

  /** Hash of the commands that Discord has. */
  commandsHash(): Promise<string | undefined>;
  learnCommandsHash(hash: string): Promise<void>;
}

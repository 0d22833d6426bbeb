/** A picture of an entry, as a picture of all shows it. */
export interface SheetTile {
  /** "7" */
  number: string;
  /** Its title; empty without one. */
  title: string;
  /** A JPEG or PNG; undefined where there is none that may be shown to all. */
  frame: Uint8Array | undefined;
}

export interface ResultPicture {
  title: string;
  bars: readonly {
    label: string;
    /** In place of a label that the fonts lack letters for. */
    fallback: string;
    /** What is written at the right. */
    note: string;
    value: number;
  }[];
}

/** Draws what goes with posts. */
export interface ChallengePictures {
  /** One JPEG. Throws for no tiles. */
  contactSheet(tiles: readonly SheetTile[]): Promise<Uint8Array>;
  /** One PNG. */
  result(result: ResultPicture): Promise<Uint8Array>;
}

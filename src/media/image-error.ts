/** A file that is not a picture the bot can use. The message says why, in words for its owner: "it …". */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

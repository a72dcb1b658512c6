const mebibyte = 1024 * 1024;

/** What a file may cost. The first two are promises to operators; the others keep a hostile file from costing more. */
export const limits = {
  /** Bytes of the file as it comes. */
  fileBytes: 25 * mebibyte,
  /** Bytes of all parts of a package together, declared or counted while inflating. */
  unpackedBytes: 200 * mebibyte,
  /** A part larger than `ratioFrom` may not be more than so many times its packed size: Word's own XML stays below 60. */
  ratio: 150,
  ratioFrom: 16 * mebibyte,
  /** Files in a package; a document of 200 pages with pictures has a few hundred. */
  entries: 5_000,
  /** Elements inside elements; nested tables in text boxes reach about 60. */
  depth: 400,
  /** Paragraphs, cells or lines of one document; one of 200 pages has about 10,000. */
  pieces: 40_000,
  /** Characters of one document's text; one of 200 pages has about 600,000. */
  characters: 2_000_000,
  /** Characters of what is pasted, with its markup: Word writes about 1 kB for a cell. */
  pastedCharacters: 10_000_000,
  /** Pages of one document. */
  pages: 1_000,
  /** Columns that one cell may cover: Word's own limit is 63. */
  columns: 1_000,
} as const;

/** A table of an MP4's index: entries of as many figures of 32 bits each. */
export type Table = { length: number; figure: (entry: number, figure: number) => number };

/** The table in a box, with as many entries as it counts and has room for. */
export const tableIn = (body: Buffer | undefined, figures: number): Table => {
  if (!body || body.length < HEAD_BYTES) return { length: 0, figure: () => 0 };
  // Cheaper than the methods of a Buffer: films of an hour have a hundred thousand entries.
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const entryBytes = figures * 4;
  const room = Math.floor((body.length - HEAD_BYTES) / entryBytes);
  return {
    length: Math.min(view.getUint32(4), room),
    figure: (entry, figure) => view.getUint32(HEAD_BYTES + entry * entryBytes + figure * 4),
  };
};

// Its version, flags and count.
const HEAD_BYTES = 8;

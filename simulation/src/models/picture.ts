const SIZE_AT = 16;
const HEADER_BYTES = 24;
// Rekognition accepts none that is smaller.
const MIN_PIXELS = 80;

/** What a film shows at a frame, and the size of its pictures. */
export type Shown = { frame: string; names: string[]; pixels: number };

/** A PNG with the parts that anyone reads: its size, and what it shows. */
export const drawPicture = ({ frame, names, pixels }: Shown): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(pixels, SIZE_AT);
  header.writeUInt32BE(pixels, SIZE_AT + 4);
  return Buffer.concat([header, Buffer.from(JSON.stringify({ frame, names }))]);
};

/** What Rekognition finds in a picture; undefined for one that is too small. */
export const labelsIn = (picture: Buffer) => {
  if (picture.readUInt32BE(SIZE_AT) < MIN_PIXELS) return undefined;
  const { names } = JSON.parse(picture.subarray(HEADER_BYTES).toString()) as Shown;
  return names.map((Name, index) => ({
    Name,
    Confidence: 95 - 10 * index,
    Instances: [],
    Parents: [],
  }));
};

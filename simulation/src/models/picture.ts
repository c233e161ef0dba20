import { CAPTURE_FORMAT, captureSize } from '@video-service/shared/capture-format';

const { headerBytes, sizeAt } = CAPTURE_FORMAT;
// Rekognition accepts none that is smaller.
const MIN_PIXELS = 80;

/** What a film shows at a frame, and the size of its pictures. */
export type Shown = { frame: string; names: string[]; pixels: number };

/** A capture with the parts that anyone reads: its size, and what it shows. */
export const drawPicture = ({ frame, names, pixels }: Shown): Buffer => {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(pixels, sizeAt.width);
  header.writeUInt32BE(pixels, sizeAt.height);
  return Buffer.concat([header, Buffer.from(JSON.stringify({ frame, names }))]);
};

/** What Rekognition finds in a picture; undefined for one that is too small. */
export const labelsIn = (picture: Buffer) => {
  if (captureSize(picture).width < MIN_PIXELS) return undefined;
  const { names } = JSON.parse(picture.subarray(headerBytes).toString()) as Shown;
  return names.map((Name, index) => ({
    Name,
    Confidence: 95 - 10 * index,
    Instances: [],
    Parents: [],
  }));
};

import { putTable, tableOf } from './movie-tables.ts';
import { editMovie, type Parent, tracksOf } from './movie-tree.ts';

/** A table of numbers of 32 bits, without its version and flags. */
export const numbers = (...values: number[]): Buffer => {
  const body = Buffer.alloc(4 + values.length * 4);
  values.forEach((value, at) => body.writeUInt32BE(value, 4 + at * 4));
  return body;
};

/** The sizes of a movie's samples. */
export const sizesIn = (moov: Parent): number[] => {
  const table = tableOf(moov, 'stsz');
  return Array.from(
    { length: table.readUInt32BE(8) },
    (_, sample) => table.readUInt32BE(4) || table.readUInt32BE(12 + sample * 4),
  );
};

/** The positions of a movie's samples. */
export const positionsIn = (moov: Parent): number[] => {
  const [places, chunks] = [tableOf(moov, 'stco'), tableOf(moov, 'stsc')];
  const sizes = sizesIn(moov);
  const positions: number[] = [];
  let entry = 0;
  for (let chunk = 0; chunk < places.readUInt32BE(4); chunk += 1) {
    const hasNext = entry + 1 < chunks.readUInt32BE(4);
    if (hasNext && chunks.readUInt32BE(8 + (entry + 1) * 12) === chunk + 1) entry += 1;
    let position = places.readUInt32BE(8 + chunk * 4);
    for (let each = 0; each < chunks.readUInt32BE(12 + entry * 12); each += 1) {
      positions.push(position);
      position += sizes[positions.length - 1] ?? 0;
    }
  }
  return positions;
};

/** Gives each sample a chunk of its own, with a description; at these positions. */
export const putPositions = (
  moov: Parent,
  positions: number[],
  describedBy: (sample: number) => number = () => 1,
): void => {
  putTable(moov, 'stco', numbers(positions.length, ...positions));
  const chunks = positions.flatMap((_, sample) => [sample + 1, 1, describedBy(sample)]);
  putTable(moov, 'stsc', numbers(positions.length, ...chunks));
};

/** Removes a table of the movie. */
export const dropTable = (moov: Parent, type: string): void => {
  const [track] = tracksOf(moov);
  const find = (parent: Parent | undefined, wanted: string) =>
    parent?.nodes.find((node): node is Parent => node.type === wanted && node.nodes !== undefined);
  const tables = find(find(find(track, 'mdia'), 'minf'), 'stbl');
  if (tables) tables.nodes = tables.nodes.filter((node) => node.type !== type);
};

/** The second movie after the first one in one track of two descriptions. Neither has B-frames, and the rates are equal. */
export const joinMovies = (first: Buffer, second: Buffer): Buffer => {
  const before = first.subarray(0, first.lastIndexOf('moov') - 4);
  const media = second.subarray(0, second.lastIndexOf('moov') - 4);
  let other: Parent = { type: 'moov', nodes: [] };
  editMovie(second, (moov) => {
    other = moov;
  });
  const index = first.subarray(before.length);
  return editMovie(Buffer.concat([before, media, index]), (moov) => {
    const [one, next] = [sizesIn(moov), sizesIn(other)];
    const shifted = positionsIn(other).map((position) => position + before.length);
    putPositions(moov, [...positionsIn(moov), ...shifted], (at) => (at < one.length ? 1 : 2));
    putTable(moov, 'stsz', numbers(0, one.length + next.length, ...one, ...next));
    const step = tableOf(moov, 'stts').readUInt32BE(12);
    putTable(moov, 'stts', numbers(1, one.length + next.length, step));
    const descriptions = [tableOf(moov, 'stsd'), tableOf(other, 'stsd').subarray(8)];
    const both = Buffer.concat(descriptions);
    both.writeUInt32BE(2, 4);
    putTable(moov, 'stsd', both);
    const [track] = tracksOf(moov);
    if (track) track.nodes = track.nodes.filter(({ type }) => type !== 'edts');
  });
};

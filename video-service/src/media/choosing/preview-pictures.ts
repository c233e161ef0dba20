import { judgePicture, type Pixels } from './judge-picture.ts';

/** A picture of the video, and its time in microseconds of the file's own clock. */
export type Picture = Pixels & { time: number };

/** The pictures of the GIF in the order in which it shows them; the first one is the poster. */
export type PreviewPictures<Shown extends Picture> = { poster: Shown; pictures: Shown[] };

// A picture that is nearly as good as the best one is good; of those the first tells how the video begins.
const NEARLY_AS_GOOD = 0.7;

export type Choice = {
  /** The number of the stretch that a time lies in; each stretch has one picture. */
  stretchOf: (time: number) => number;
  /** Whether black pictures may be shown, too. */
  keepBlack: boolean;
};

/** Chooses one picture of each stretch, and the poster among all; undefined when there is nothing to be seen. */
export const choosePreviewPictures = <Shown extends Picture>(
  pictures: Shown[],
  { stretchOf, keepBlack }: Choice,
): PreviewPictures<Shown> | undefined => {
  const judged = pictures
    .map((picture) => ({ picture, ...judgePicture(picture) }))
    .filter(({ dark }) => keepBlack || !dark);
  const best = Math.max(...judged.map(({ score }) => score));
  const poster = judged.find(({ score }) => score >= best * NEARLY_AS_GOOD)?.picture;
  if (!poster) return undefined;
  const shown = new Map([[stretchOf(poster.time), poster]]);
  for (const { picture } of judged) {
    const stretch = stretchOf(picture.time);
    if (!shown.has(stretch)) shown.set(stretch, picture);
  }
  return { poster, pictures: startingWith(poster, [...shown.values()]) };
};

// The GIF runs in circles, so that it can begin anywhere.
const startingWith = <Shown extends Picture>(first: Shown, pictures: Shown[]) => {
  const inOrder = pictures.sort((one, other) => one.time - other.time);
  const at = inOrder.indexOf(first);
  return [...inOrder.slice(at), ...inOrder.slice(0, at)];
};

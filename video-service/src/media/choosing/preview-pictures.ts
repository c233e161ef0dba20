import { type Judgement, judgePicture, type Pixels } from './judge-picture.ts';

/** A picture of the video, and its time in milliseconds as a player shows it. */
export type Picture = Pixels & { millisecond: number };

/** The pictures of the GIF in the order in which it shows them; the first one is the poster. */
export type PreviewPictures<Shown extends Picture> = { poster: Shown; pictures: Shown[] };

/** A preview of so many frames shows what happens. */
export const ENOUGH_FRAMES = 8;

// A picture that is nearly as good as the best one is good; of those the first tells how the video begins.
const NEARLY_AS_GOOD = 0.7;

/**
 * Chooses one picture of each stretch, and the poster among all; undefined when there are none. Black ones are left
 * out, unless too few others remain: then it is the scene that is dark.
 */
export const choosePreviewPictures = <Shown extends Picture>(
  pictures: Shown[],
  stretchOf: (millisecond: number) => number,
): PreviewPictures<Shown> | undefined => {
  const judged = judgeAll(pictures);
  const poster = bestOf(judged);
  if (!poster) return undefined;
  const shown = new Map([[stretchOf(poster.millisecond), poster]]);
  const show = ({ picture }: { picture: Shown }) => {
    const stretch = stretchOf(picture.millisecond);
    if (!shown.has(stretch)) shown.set(stretch, picture);
  };
  judged.filter(({ dark }) => !dark).forEach(show);
  if (shown.size < ENOUGH_FRAMES) judged.forEach(show);
  return { poster, pictures: startingWith(poster, [...shown.values()]) };
};

/** The first of the good pictures, none of them black if it can be helped; undefined when there are none. */
export const choosePoster = <Shown extends Picture>(pictures: Shown[]): Shown | undefined =>
  bestOf(judgeAll(pictures));

type Judged<Shown> = Judgement & { picture: Shown };

const judgeAll = <Shown extends Picture>(pictures: Shown[]): Judged<Shown>[] =>
  pictures.map((picture) => ({ picture, ...judgePicture(picture) }));

const bestOf = <Shown extends Picture>(judged: Judged<Shown>[]): Shown | undefined => {
  const bright = judged.filter(({ dark }) => !dark);
  const good = bright.length > 0 ? bright : judged;
  const best = Math.max(...good.map(({ score }) => score));
  return good.find(({ score }) => score >= best * NEARLY_AS_GOOD)?.picture;
};

/** The pictures in order of time, turned so that they begin with this one: a GIF runs in circles. */
export const startingWith = <Shown extends Picture>(first: Shown, pictures: Shown[]) => {
  const inOrder = pictures.sort((one, other) => one.millisecond - other.millisecond);
  const at = inOrder.indexOf(first);
  return [...inOrder.slice(at), ...inOrder.slice(0, at)];
};

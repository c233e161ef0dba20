import { type Judgement, judgePicture, type Pixels } from './judge-picture.ts';

/** A picture of the video, and its display time in milliseconds. */
export type Picture = Pixels & { millisecond: number };

/** The pictures of the GIF in order of display; the first one is the poster. */
export type PreviewPictures<Shown extends Picture> = { poster: Shown; pictures: Shown[] };

/** With this many frames, a preview shows what happens. */
export const ENOUGH_FRAMES = 8;

// A picture nearly as good as the best one is good; the first good one shows how the video begins.
const NEARLY_AS_GOOD = 0.7;

/**
 * Chooses one picture per stretch, and the poster from all; undefined if there are none. Black pictures are skipped,
 * unless too few others remain: then the scene itself is dark.
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

/** The first good picture, not black if possible; undefined if there are none. */
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

/** The pictures in order of time, rotated to begin with this one, because a GIF loops. */
export const startingWith = <Shown extends Picture>(first: Shown, pictures: Shown[]) => {
  const inOrder = pictures.sort((one, other) => one.millisecond - other.millisecond);
  const at = inOrder.indexOf(first);
  return [...inOrder.slice(at), ...inOrder.slice(0, at)];
};

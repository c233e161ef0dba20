import type { PreviewPictures } from '../choosing/preview-pictures.ts';
import { invalid } from '../media-errors.ts';
import { writeToneTable } from '../ffmpeg/take-frames.ts';
import { refuseIfTooMuch } from '../ffmpeg/too-much.ts';
import type { OpenVideo } from '../with-video.ts';
import type { SmallPicture } from './look-through.ts';
import { makeTogether, makeWithinBudget } from './make-products.ts';
import { planGif } from './plan-gif.ts';
import { planPoster } from './plan-poster.ts';
import { planStoryboard, type Tile, tilesOf } from './plan-storyboard.ts';
import { unlessItFails } from './unless-it-fails.ts';

/** The sampled pictures of a video, and those that the GIF and the poster show. */
export type Looked = PreviewPictures<SmallPicture> & { looked: SmallPicture[] };

/** One picture of many small ones in rows. */
type Storyboard = { file: string; tiles: Tile[] };

/** A preview's pictures, as files; those that could not be made beside the GIF are missing. */
export type Pictures = { gif: string; poster?: string; storyboard?: Storyboard };

// They are made of a few small pictures, even if decoding took all the time.
const MILLISECONDS = 20_000;

/** Makes the GIF, the poster and the storyboard, usually with one run of FFmpeg. */
export const makePictures = async (
  video: OpenVideo,
  { looked, poster, pictures }: Looked,
  directory: string,
): Promise<Pictures> => {
  const gif = planGif(pictures, directory);
  const sheet = planStoryboard(looked, directory);
  const posters = await planPoster(video, poster.millisecond, directory);
  writeToneTable(video, directory);
  const soon = () => ({ directory, deadline: performance.now() + MILLISECONDS });
  const inTime = { directory, deadline: video.deadline };
  await makeTogether([...posters.filter(({ isNear }) => isNear), gif, sheet], soon());
  if (!(await makeWithinBudget(gif, soon()).catch(refuseIfTooMuch('gif'))))
    throw invalid('gif', 'NO_PICTURE');
  const made: Pictures = { gif: gif.file };
  if (await unlessItFails(makeWithinBudget(sheet, inTime)))
    made.storyboard = { file: sheet.file, tiles: tilesOf(video, looked) };
  for (const plan of posters) {
    if (!(await unlessItFails(makeWithinBudget(plan, inTime)))) continue;
    return { ...made, poster: plan.file };
  }
  return made;
};

import { gifKey, previewKeys } from '@video-service/shared/keys';
import type { SourceVideo, StepDone } from '@video-service/shared/messages';
import type { Previews } from '@video-service/shared/metadata';
import type { Bucket } from '@video-service/shared/s3';
import type { Tile } from '../media/making/plan-storyboard.ts';
import { runStep, type RunStepPorts } from '../steps/run-step.ts';
import type { SessionStore } from '../stores/session-store.ts';
import { formatStoryboard } from './format-storyboard.ts';

/** The previews' bytes; those that could not be rendered beside the GIF are missing. */
export type Rendered = {
  gif: Uint8Array;
  poster?: Uint8Array;
  video?: Uint8Array;
  storyboard?: { picture: Uint8Array; tiles: Tile[] };
};

export type CreateGifPorts = RunStepPorts & {
  sessions: Pick<SessionStore, 'get' | 'fail' | 'addGif'>;
  renderPreviews: (video: SourceVideo) => Promise<Rendered>;
  renders: Pick<Bucket, 'put'>;
  publish: (done: StepDone) => Promise<void>;
};

/** Renders a video's previews, unless that is already done, and notifies status. */
export const createGif = (video: SourceVideo, ports: CreateGifPorts) =>
  runStep(video, ports, async (session) => {
    const { id } = video;
    const gif = gifKey(id, video.key);
    const { previews = {} } =
      session.gif === undefined ? { previews: await putPreviews(video, ports) } : session;
    await ports.publish({ id, step: 'gif', gif, previews });
    return outcomeOf(previews);
  });

const putPreviews = async (video: SourceVideo, ports: CreateGifPorts): Promise<Previews> => {
  const { gif, ...rendered } = await ports.renderPreviews(video);
  const key = gifKey(video.id, video.key);
  await ports.renders.put(key, { body: gif, contentType: 'image/gif' });
  const previews = await putBeside(video, rendered, ports);
  await ports.sessions.addGif(video.id, key, previews);
  return previews;
};

const putBeside = async (
  { id, key }: SourceVideo,
  { poster, video, storyboard }: Omit<Rendered, 'gif'>,
  { renders }: CreateGifPorts,
): Promise<Previews> => {
  const keys = previewKeys(id, key);
  if (poster) await renders.put(keys.poster, { body: poster, contentType: 'image/jpeg' });
  if (video) await renders.put(keys.video, { body: video, contentType: 'video/mp4' });
  if (storyboard) {
    const { picture, track } = keys.storyboard;
    const body = formatStoryboard(picture, storyboard.tiles);
    await renders.put(picture, { body: storyboard.picture, contentType: 'image/jpeg' });
    await renders.put(track, { body, contentType: 'text/vtt' });
  }
  return {
    ...(poster && { poster: keys.poster }),
    ...(video && { video: keys.video }),
    ...(storyboard && { storyboard: keys.storyboard }),
  };
};

const outcomeOf = (previews: Previews) => {
  const missing = (['poster', 'video', 'storyboard'] as const).filter((each) => !previews[each]);
  return missing.length === 0 ? 'preview rendered' : `preview rendered without ${missing.join()}`;
};

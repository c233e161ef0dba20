import { gifKey } from '@video-service/shared/keys';
import type { SourceVideo, StepDone } from '@video-service/shared/messages';
import type { Bucket } from '@video-service/shared/s3';
import { runStep, type RunStepPorts } from '../steps/run-step.ts';
import type { SessionStore } from '../stores/session-store.ts';

export type CreateGifPorts = RunStepPorts & {
  sessions: Pick<SessionStore, 'get' | 'fail' | 'addGif'>;
  /** The preview's bytes. */
  renderGif: (video: SourceVideo) => Promise<Uint8Array>;
  renders: Pick<Bucket, 'put'>;
  publish: (done: StepDone) => Promise<void>;
};

/** Renders the preview of a video, unless that is done already, and tells status. */
export const createGif = (video: SourceVideo, ports: CreateGifPorts) =>
  runStep(video.id, ports, async (session) => {
    const { id } = video;
    const gif = gifKey(id, video.key);
    if (session.gif === undefined) {
      const body = await ports.renderGif(video);
      await ports.renders.put(gif, { body, contentType: 'image/gif' });
      await ports.sessions.addGif(id, gif);
    }
    await ports.publish({ id, step: 'gif', gif });
    return 'preview rendered';
  });

import type { FunctionOptions } from '../cloud/lambda/functions.ts';
import type { Handlers } from '../handlers.ts';

/** The destination of an event that failed for good. */
type GiveUp = { topic: (record: string) => void; deadLetters: (record: string) => void };

export type Stacks = ReturnType<typeof defineStacks>;

/** The functions of the three stacks, with the timeouts and destinations of their serverless.yml. */
export const defineStacks = (
  handlers: Handlers,
  giveUp: { video: GiveUp; upload: GiveUp; facebook: GiveUp },
) => {
  const stack =
    (service: string) =>
    (
      name: string,
      handler: FunctionOptions['handler'],
      timeoutSeconds: number,
      onFailure?: FunctionOptions['onFailure'],
    ): FunctionOptions => ({
      name: `${service}-sim-${name}`,
      handler,
      timeoutSeconds,
      ...(onFailure && { onFailure }),
    });
  return {
    video: videoService(stack('video-service'), handlers.video, giveUp.video),
    upload: uploadService(stack('upload-service'), handlers.upload, giveUp.upload),
    facebook: facebookService(stack('facebook-service'), handlers.facebook, giveUp.facebook),
  };
};

type Define = (
  name: string,
  handler: FunctionOptions['handler'],
  timeoutSeconds: number,
  onFailure?: FunctionOptions['onFailure'],
) => FunctionOptions;

const videoService = (
  define: Define,
  video: Handlers['video'],
  { topic, deadLetters }: GiveUp,
) => ({
  createSession: define('create-session', video.createSession, 30, topic),
  createGif: define('create-gif', video.createGif, 300, topic),
  createCaptures: define('create-captures', video.createCaptures, 300, topic),
  getLabels: define('get-labels', video.getLabels, 60, topic),
  status: define('status', video.status, 60, topic),
  deleteVideo: define('delete-video', video.deleteVideo, 300, topic),
  recordFailure: define('record-failure', video.recordFailure, 30, deadLetters),
});

const uploadService = (define: Define, upload: Handlers['upload'], { deadLetters }: GiveUp) => ({
  progress: define('progress', upload.progress, 30, deadLetters),
  status: define('status', upload.status, 30, deadLetters),
  acceptVideo: define('accept-video', upload.acceptVideo, 30, deadLetters),
  indexVideo: define('index-video', upload.indexVideo, 60, deadLetters),
  forgetVideo: define('forget-video', upload.forgetVideo, 60, deadLetters),
  applyRetention: define('apply-retention', upload.applyRetention, 300, deadLetters),
  signedUrl: define('signed-url', upload.signedUrl, 10),
  multipart: define('multipart', upload.multipart, 29),
  getMetadata: define('get-metadata', upload.getMetadata, 10),
  listVideos: define('list-videos', upload.listVideos, 10),
  deleteVideo: define('delete-video', upload.deleteVideo, 10),
  keepVideo: define('keep-video', upload.keepVideo, 10),
  locateVideo: define('locate-video', upload.locateVideo, 10),
  connect: define('connect', upload.connect, 10),
  disconnect: define('disconnect', upload.disconnect, 10),
  subscribe: define('subscribe', upload.subscribe, 10),
});

const facebookService = (define: Define, facebook: Handlers['facebook'], { topic }: GiveUp) => ({
  facebook: define('facebook', facebook.facebook, 29, topic),
  download: define('download', facebook.download, 290, topic),
  forgetVideo: define('forget-video', facebook.forgetVideo, 30, topic),
});

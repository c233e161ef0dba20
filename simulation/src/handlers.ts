import type { Handler } from './cloud/lambda/functions.ts';
import { urlOf } from './cloud/messaging/sqs-api.ts';
import {
  BUCKETS,
  CAPTURE_QUEUE,
  CAPTURE_TRIES,
  DEAD_LETTERS,
  SESSION_QUEUE,
  TABLES,
  topicArn,
} from './names.ts';

export const APP_SECRET = 'app secret';
/** The camera whose videos are deleted after a day, unless they are kept. */
export const OLD_CAMERA = 'porch';
/** So few that some seeds use them up. */
export const LABELS_A_DAY = 5;

const USD_PER_IMAGE = 0.001;

const COMMON = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIASIMULATION',
  AWS_SECRET_ACCESS_KEY: 'secret',
  SOURCE_BUCKET_NAME: BUCKETS.source,
  RENDER_BUCKET_NAME: BUCKETS.renders,
  DELETION_TOPIC_ARN: topicArn('deletion'),
  STATUS_TOPIC_ARN: topicArn('status'),
  RENDER_START_TOPIC_ARN: topicArn('render-start'),
  LABELS_USD_PER_IMAGE: String(USD_PER_IMAGE),
  LABELS_USD_PER_DAY: String(LABELS_A_DAY * USD_PER_IMAGE),
  ALARM_TOPIC_ARN: topicArn('alarm'),
};

const VIDEO = {
  SESSION_TABLE_NAME: TABLES.sessions,
  LABEL_TABLE_NAME: TABLES.labels,
  BUDGET_TABLE_NAME: TABLES.budget,
  CAPTURE_TRIES_MAX: String(CAPTURE_TRIES),
  CAPTURE_QUEUE_URL: urlOf(CAPTURE_QUEUE),
  STAGE: 'dev',
  FUNCTION_NAME_PREFIX: 'video-service-sim-',
};

const UPLOAD = {
  SESSION_TABLE_NAME: TABLES.pageSessions,
  STEP_TABLE_NAME: TABLES.steps,
  CONNECTION_TABLE_NAME: TABLES.connections,
  LIBRARY_TABLE_NAME: TABLES.library,
  LIMIT_TABLE_NAME: TABLES.limits,
  RETENTION_DAYS_BY_CAMERA: `${OLD_CAMERA}:1`,
  WEBSOCKET_ADDRESS: 'wss://socket.simulation/sim',
  SAMPLE: 'off',
  VIDEO_SESSION_TABLE_NAME: TABLES.sessions,
  VIDEO_LABEL_TABLE_NAME: TABLES.labels,
  VIDEO_SESSION_QUEUE_NAME: SESSION_QUEUE,
  VIDEO_CAPTURE_QUEUE_NAME: CAPTURE_QUEUE,
  VIDEO_DEAD_LETTER_QUEUE_NAME: DEAD_LETTERS.video,
  DEAD_LETTER_QUEUE_NAME: DEAD_LETTERS.upload,
};

const FACEBOOK = {
  SESSION_TABLE_NAME: TABLES.people,
  GRAPH_API_URL: 'https://graph.facebook.com',
  FACEBOOK_BOT_PAGE_ACCESS_TOKEN: 'token',
  FACEBOOK_BOT_VERIFY_TOKEN: 'verify',
  FACEBOOK_APP_SECRET: APP_SECRET,
  DOWNLOAD_TOPIC_ARN: topicArn('download'),
  FAILURE_TOPIC_ARN: topicArn('facebook-failure'),
  DOWNLOAD_FUNCTION_NAME: 'facebook-service-sim-download',
  VIDEO_HOSTS: 'fbcdn.net',
};

export type Handlers = Awaited<ReturnType<typeof loadHandlers>>;

/** The handlers of all three services, loaded as Lambda does, with the environment of their stack. */
export const loadHandlers = async () => {
  Object.assign(process.env, COMMON, VIDEO);
  const video = {
    createSession: handlerOf(await import('../../video-service/src/create-session/handler.ts')),
    createGif: handlerOf(await import('../../video-service/src/create-gif/handler.ts')),
    createCaptures: handlerOf(await import('../../video-service/src/create-captures/handler.ts')),
    getLabels: handlerOf(await import('../../video-service/src/get-labels/handler.ts')),
    status: handlerOf(await import('../../video-service/src/status/handler.ts')),
    deleteVideo: handlerOf(await import('../../video-service/src/delete-video/handler.ts')),
    recordFailure: handlerOf(await import('../../video-service/src/record-failure/handler.ts')),
  };
  Object.assign(process.env, UPLOAD);
  const upload = {
    signedUrl: handlerOf(await import('../../upload-service/src/signed-url/handler.ts')),
    multipart: handlerOf(await import('../../upload-service/src/multipart/handler.ts')),
    getMetadata: handlerOf(await import('../../upload-service/src/get-metadata/handler.ts')),
    listVideos: handlerOf(await import('../../upload-service/src/list-videos/handler.ts')),
    deleteVideo: handlerOf(await import('../../upload-service/src/delete-video/handler.ts')),
    keepVideo: handlerOf(await import('../../upload-service/src/keep-video/handler.ts')),
    locateVideo: handlerOf(await import('../../upload-service/src/locate-video/handler.ts')),
    applyRetention: handlerOf(await import('../../upload-service/src/apply-retention/handler.ts')),
    connect: handlerOf(await import('../../upload-service/src/connect/handler.ts')),
    disconnect: handlerOf(await import('../../upload-service/src/disconnect/handler.ts')),
    subscribe: handlerOf(await import('../../upload-service/src/subscribe/handler.ts')),
    progress: handlerOf(await import('../../upload-service/src/progress/handler.ts')),
    status: handlerOf(await import('../../upload-service/src/status/handler.ts')),
    acceptVideo: handlerOf(await import('../../upload-service/src/accept-video/handler.ts')),
    indexVideo: handlerOf(await import('../../upload-service/src/index-video/handler.ts')),
    forgetVideo: handlerOf(await import('../../upload-service/src/forget-video/handler.ts')),
  };
  Object.assign(process.env, FACEBOOK);
  const facebook = {
    facebook: handlerOf(await import('../../facebook-service/src/facebook/handler.ts')),
    download: handlerOf(await import('../../facebook-service/src/download/handler.ts')),
    forgetVideo: handlerOf(await import('../../facebook-service/src/forget-video/handler.ts')),
  };
  return { video, upload, facebook };
};

// Each takes its own trigger's event, which the deployment ensures.
const handlerOf = ({ handler }: { handler: unknown }) => handler as Handler;

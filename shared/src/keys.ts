import path from 'node:path/posix';
import { v5 as uuidV5, validate as isUuid } from 'uuid';
import { CAPTURE_FORMAT } from './capture-format.ts';
import type { CreatedObject } from './events.ts';

const NAMESPACE = '3f6fb1ad-3c0b-5b0e-9d0c-8f1f0f2ad1c4';
const MAX_NAME_LENGTH = 100;

/** The session of the sample clip. The upload page shows it to everyone, whoever uploaded it. */
export const SAMPLE_SESSION_ID = '5a3b1e6c-7d2f-4c8a-9e41-0b6d8f2a7c13';

/** Where a door that opens the session itself (browser, Messenger) stores its video. */
export const videoKey = (id: string, file: string) => `videos/${id}/${file}`;

export const gifKey = (id: string, video: string) => `${id}/${nameOf(video)}.gif`;

/** The files stored beside the GIF: a poster, a short video, and a storyboard with its track. */
export const previewKeys = (id: string, video: string) => {
  const named = (ending: string) => `${id}/${nameOf(video)}-${ending}`;
  return {
    poster: named('poster.jpg'),
    video: named('preview.mp4'),
    storyboard: { picture: named('storyboard.jpg'), track: named('storyboard.vtt') },
  };
};

export const captureKey = (id: string, video: string, frame: string) =>
  `captures/${id}/${nameOf(video)}-${frame}.${CAPTURE_FORMAT.extension}`;

/** Marks a video that its owner keeps; retention rules skip it. */
export const keptKey = (id: string) => `${id}/kept.json`;

export const metadataKey = (id: string) => `${id}/metadata.json`;

/**
 * The session of an uploaded object: the id in `videos/<uuid>/<file>`, or an id derived from bucket, key and version.
 * Repeated notifications give the same id, new uploads a new one.
 */
export const sessionIdOf = ({ bucket, key, version }: Omit<CreatedObject, 'size'>) =>
  ownSessionOf(key) ?? uuidV5(JSON.stringify([bucket, key, version]), NAMESPACE);

/** The session id in `videos/<uuid>/<file>`, where the page and the bot store videos; undefined for any other key. */
export const ownSessionOf = (key: string): string | undefined => {
  const [, id = '', file, ...rest] = key.split('/');
  return file !== undefined && rest.length === 0 && isUuid(id) ? id.toLowerCase() : undefined;
};

/** The session and frame of a capture's key; undefined for any other key. */
export const parseCaptureKey = (key: string) => {
  const { extension } = CAPTURE_FORMAT;
  const [, id = '', frame, ending] = /^captures\/([^/]+)\/[^/]*-(\d+)\.(\w+)$/su.exec(key) ?? [];
  return frame !== undefined && ending === extension && isUuid(id) ? { id, frame } : undefined;
};

/** The session of a `metadata.json`; undefined for any other key. */
export const parseMetadataKey = (key: string) => {
  const [id = '', file, ...rest] = key.split('/');
  return file === 'metadata.json' && rest.length === 0 && isUuid(id) ? id : undefined;
};

// Renders have longer keys than their video. S3 allows 1,024 bytes, and a code point can take four.
const nameOf = (video: string) =>
  Array.from(path.parse(video).name).slice(0, MAX_NAME_LENGTH).join('');

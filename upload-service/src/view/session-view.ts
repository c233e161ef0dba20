import type { Label, Metadata, VideoError } from '@video-service/shared/metadata';

/** A key frame as the page shows it; without `labels` it still waits for them. */
export type CaptureView = {
  frame: string;
  time: number;
  captureUrl?: string;
  sameAs?: string | undefined;
  labels?: Label[];
  error?: VideoError | undefined;
};

/** A session as `GET /metadata/{session}` tells it, with what there is so far; links are short-lived. */
export type SessionView = {
  id: string;
  status: 0 | 1 | -1;
  message: string;
  file: string;
  gifUrl?: string;
  videoUrl?: string;
  metadataUrl?: string;
  labels: CaptureView[];
  allLabels: Label[];
  timeline: Metadata['timeline'];
  source?: Metadata['source'];
  cost?: Metadata['cost'];
  error?: VideoError;
};

/** What the WebSocket says of a session as it happens; after `done` its result can be read. */
export type StepView = { session: string } & (
  | { step: 'gif'; gifUrl: string }
  | { step: 'captures'; captures: CaptureView[] }
  | { step: 'label'; frame: string; labels: Label[] }
  | { step: 'done' }
);

/** What the page has to know about the place it is served from. */
export type PageConfig = { webSocketUrl: string; maxBytes: number; sample?: string };

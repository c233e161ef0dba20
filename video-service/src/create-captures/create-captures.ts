import { captureKey } from '@video-service/shared/keys';
import type { SourceVideo, StepDone } from '@video-service/shared/messages';
import type { SourceFacts, Watched } from '@video-service/shared/metadata';
import pMap from 'p-map';
import type { CaptureFile } from '../media/making/extract-captures.ts';
import type { RecordingTags } from '../media/recording-tags.ts';
import { captureMessages } from './capture-messages.ts';
import { type ObjectDetails, type Recording, recordingOf } from './recording-of.ts';
import { runStep, type RunStepPorts } from '../steps/run-step.ts';
import type { LabelStore } from '../stores/label-store.ts';
import { isPicture, type Session } from '@video-service/shared/session';
import type { SessionStore } from '../stores/session-store.ts';

const CONCURRENCY = 8;

export type Extracted = {
  captures: CaptureFile[];
  facts: SourceFacts;
  tags: RecordingTags;
  watched?: Watched | undefined;
};

export type CreateCapturesPorts = RunStepPorts & {
  sessions: Pick<SessionStore, 'get' | 'fail' | 'addCaptures'>;
  labels: Pick<LabelStore, 'add' | 'list'>;
  /** Lends the captures of the video to `use`, then deletes their files. */
  extractCaptures: (
    video: SourceVideo,
    use: (extracted: Extracted) => Promise<void>,
  ) => Promise<void>;
  putCapture: (key: string, file: string) => Promise<void>;
  /** Undefined if the content to render no longer exists. */
  describeSource: (video: SourceVideo) => Promise<ObjectDetails | undefined>;
  /** The time zone of cameras that do not report theirs. */
  zone: string;
  publish: (done: StepDone) => Promise<void>;
};

/** Takes the captures of a video, unless that is already done, and tells status which ones to label. */
export const createCaptures = (video: SourceVideo, ports: CreateCapturesPorts) =>
  runStep(video, ports, async (session) => {
    const { id, key } = video;
    if (session.captures === undefined)
      await ports.extractCaptures(video, async (extracted) => {
        const details = await ports.describeSource(video);
        const recording = recordingOf(session, extracted.tags, { details, zone: ports.zone });
        await keepCaptures(session, { ...extracted, recording }, ports);
      });
    // Read again: of two tries that chose differently, the first choice stays.
    const chosen = (await ports.sessions.get(id)) ?? session;
    const rows = await ports.labels.list(id);
    const captures = rows
      .filter((row) => isPicture(chosen, row))
      .sort((one, other) => one.time - other.time)
      .map(({ frame, time }) => ({ frame, time, capture: captureKey(id, key, frame) }));
    for (const message of captureMessages(id, captures)) await ports.publish(message);
    return 'captures taken';
  });

const keepCaptures = async (
  session: Session,
  { captures, facts, watched, recording }: Extracted & { recording: Recording },
  { sessions, labels, putCapture }: CreateCapturesPorts,
) => {
  const { id, source } = session;
  const pictures = captures.flatMap(({ frame, file }) =>
    file === undefined ? [] : [{ frame, file }],
  );
  // Rows before pictures, so that get-labels finds a picture's row.
  await pMap(captures, (capture) => labels.add(id, capture), { concurrency: CONCURRENCY });
  await pMap(pictures, ({ frame, file }) => putCapture(captureKey(id, source.key, frame), file), {
    concurrency: CONCURRENCY,
  });
  // The choice comes last: it implies that every picture is stored.
  await sessions.addCaptures(session, {
    pictures: pictures.map(({ frame }) => frame),
    facts,
    watched,
    recording,
  });
};

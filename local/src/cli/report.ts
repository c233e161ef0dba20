import type { Metadata } from '@video-service/shared/metadata';
import type { Engine } from '../engine/engine.ts';
import type { Display } from './display.ts';
import type { Output } from './terminal.ts';
import { filesOf, formatOutcome, formatResults, type Result } from './results.ts';
import { progressOf, type Session } from './session.ts';
import type { Buckets } from './session-events.ts';

export type ReportOptions = {
  display: Display;
  /** The display's output, for its colours. */
  output: Output;
  /** Receives one metadata.json per line. */
  json: Pick<Output, 'write'> | undefined;
  buckets: Buckets;
  objectFile: Engine['objectFile'];
};

export type Report = ReturnType<typeof createReport>;

/** Reports the progress and the results of videos. */
export const createReport = (options: ReportOptions) => {
  const { display, output, json, buckets, objectFile } = options;
  let unread: Result[] = [];
  let failures = 0;

  return {
    show: (session: Session): void => {
      const parts = progressOf(session);
      const since = session.uploadedAt;
      const title = session.name;
      display.set(session.id, { title, parts: parts.length > 0 ? parts : ['uploaded'], since });
    },

    finish: ({ id, name, uploadedAt }: Session, metadata: Metadata): void => {
      const seconds = (Date.now() - uploadedAt) / 1000;
      const files = filesOf(metadata, buckets, objectFile);
      const result = { name, seconds, metadata, files };
      if (metadata.status !== 1) failures += 1;
      unread.push(result);
      display.remove(id);
      display.print(formatOutcome(result, output));
      json?.write(`${JSON.stringify(metadata)}\n`);
    },

    /** Prints the results since the last call, if any. */
    printResults: (): void => {
      if (unread.length > 0) display.print(`\n${formatResults(unread, output)}\n`);
      unread = [];
    },

    allReady: () => failures === 0,
  };
};

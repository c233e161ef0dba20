import { waitForConnection } from '../../live/wait-for-connection.ts';
import type { ShownError } from '../../live/shown-error.ts';
import { Refused } from './answers.ts';
import { putPart } from './put-part.ts';
import { transfer, type TransferPorts } from './transfer.ts';
import { uploadApi } from './upload-api.ts';
import type { UploadUppy } from './upload-uppy.ts';

const FILES_AT_ONCE = 2;
const TOLD_EVERY_MS = 200;

/** A file's state beyond Uppy's own: it waits for the connection, or was refused. */
export type Condition = 'waiting' | ShownError;

const PORTS: TransferPorts = { api: uploadApi, putPart, wait: waitForConnection };

const UNEXPECTED: ShownError = {
  message: 'The upload stopped for an unknown reason.',
  hint: 'Your progress is saved. Try again.',
};

/** Sends Uppy's files, two at a time, and stores their progress in Uppy. */
export const createTransfers = (
  uppy: UploadUppy,
  { onChange, onStored }: { onChange: () => void; onStored: (session: string, id: string) => void },
) => {
  const running = new Map<string, AbortController>();
  const conditions = new Map<string, Condition>();
  let queue: string[] = [];

  const setCondition = (id: string, condition?: Condition) => {
    if (conditions.get(id) === condition) return;
    if (condition) conditions.set(id, condition);
    else conditions.delete(id);
    onChange();
  };

  const begin = () => {
    while (running.size < FILES_AT_ONCE) {
      const id = queue.shift();
      if (id === undefined) return;
      const stopping = new AbortController();
      running.set(id, stopping);
      void send(id, stopping.signal).finally(() => {
        if (running.get(id) === stopping) running.delete(id);
        begin();
      });
    }
  };

  const send = async (id: string, signal: AbortSignal) => {
    const file = uppy.getFiles().find((each) => each.id === id);
    if (!file || file.isRemote || !file.data) return;
    const { name, type, data, meta } = file;
    try {
      const session = await transfer({ name, type, data, address: meta.upload }, PORTS, {
        onOpened: (upload) => uppy.setFileMeta(id, { upload }),
        onSent: progressTo(uppy, id, data.size),
        onWaiting: (isWaiting) => setCondition(id, isWaiting ? 'waiting' : undefined),
        signal,
      });
      onStored(session, id);
    } catch (error) {
      if (signal.aborted) return;
      setCondition(id, error instanceof Refused ? error.shown : UNEXPECTED);
    }
  };

  const stop = (id: string) => {
    queue = queue.filter((each) => each !== id);
    running.get(id)?.abort();
    running.delete(id);
    setCondition(id);
    begin();
  };

  return {
    conditionOf: (id: string) => conditions.get(id),

    /** Sends the file or resumes it; does nothing if it is already being sent. */
    start(id: string) {
      if (running.has(id) || queue.includes(id)) return;
      setCondition(id);
      queue.push(id);
      begin();
    },

    stop,
  };
};

// Every state of Uppy is stored for a reload, which is worth it only a few times per second.
const progressTo = (uppy: UploadUppy, id: string, bytesTotal: number) => {
  let toldAt = 0;
  return (bytesUploaded: number) => {
    const now = performance.now();
    if (now - toldAt < TOLD_EVERY_MS && bytesUploaded < bytesTotal) return;
    toldAt = now;
    const progress = { uploadStarted: 1, bytesUploaded, bytesTotal, percentage: 0 };
    uppy.setFileState(id, { progress });
  };
};

import { countParts, PART_BYTES, partSize } from '#api/part-size';
import { NoAnswer, Refused, UploadGone } from './answers.ts';
import type { putPart } from './put-part.ts';
import type { UploadAddress, UploadApi } from './upload-api.ts';

const PARTS_AT_ONCE = 3;
const MAX_BEGINNINGS = 3;

/** A file to send; with the address of its upload, it resumes there. */
export type Video = { name: string; type: string; data: Blob; address?: UploadAddress | undefined };

export type TransferPorts = {
  api: Pick<UploadApi, 'open' | 'storedParts' | 'signPart' | 'complete'>;
  putPart: typeof putPart;
  /** Waits before attempt `attempt`, counted from 0. */
  wait: (attempt: number, signal: AbortSignal) => Promise<void>;
};

export type TransferEvents = {
  onOpened: (address: UploadAddress) => void;
  onSent: (bytes: number) => void;
  /** The connection was lost, and the transfer resumes when it is back. */
  onWaiting: (isWaiting: boolean) => void;
};

/**
 * Sends a video until it is stored, however long the connection is lost; returns its session. Throws `Refused` if the
 * server refuses it, and the reason of `signal` if it is aborted.
 */
export const transfer = async (
  video: Video,
  ports: TransferPorts,
  { onOpened, onSent, onWaiting, signal }: TransferEvents & { signal: AbortSignal },
): Promise<string> => {
  let { address } = video;
  let attempt = 0;
  let beginnings = 0;
  const onStored = () => {
    attempt = 0;
  };
  for (;;) {
    try {
      if (!address) {
        address = await ports.api.open(video, signal);
        onOpened(address);
      }
      await sendMissing({ video, address }, ports, { onSent, onWaiting, onStored, signal });
      return (await ports.api.complete(address, signal)).session;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof UploadGone && ++beginnings < MAX_BEGINNINGS) address = undefined;
      else if (error instanceof UploadGone) throw new Refused(LOST);
      else if (!(error instanceof NoAnswer)) throw error;
      onWaiting(true);
      await ports.wait(attempt++, signal);
      signal.throwIfAborted();
    }
  }
};

const LOST = {
  message: 'The server keeps losing this upload.',
  hint: 'Choose the video again later.',
};

type PartEvents = Omit<TransferEvents, 'onOpened'> & { onStored: () => void; signal: AbortSignal };

const sendMissing = async (
  { video: { data }, address }: { video: Video; address: UploadAddress },
  { api, putPart }: TransferPorts,
  { onSent, onWaiting, onStored, signal }: PartEvents,
) => {
  const stored = await api.storedParts(address, signal);
  const sent = new Map(stored.map((part) => [part, partSize(data.size, part) ?? 0]));
  const tell = () => onSent([...sent.values()].reduce((sum, bytes) => sum + bytes, 0));
  tell();
  const missing = numbersTo(countParts(data.size)).filter((part) => !sent.has(part));

  const sendOne = async (part: number) => {
    const start = (part - 1) * PART_BYTES;
    const { url } = await api.signPart(address, part, signal);
    const onPartSent = (bytes: number) => {
      sent.set(part, bytes);
      if (bytes > 0) onWaiting(false);
      tell();
    };
    const blob = data.slice(start, start + PART_BYTES);
    try {
      await putPart(url, blob, { onSent: onPartSent, signal });
    } catch (error) {
      onPartSent(0);
      throw error;
    }
    onPartSent(blob.size);
    onStored();
  };
  const lane = async () => {
    for (let part = missing.shift(); part; part = missing.shift()) {
      await sendOne(part).catch((error: unknown) => {
        // After a refusal, sending more parts is pointless.
        if (!(error instanceof NoAnswer)) missing.length = 0;
        throw error;
      });
    }
  };
  throwWorst(await Promise.allSettled(numbersTo(PARTS_AT_ONCE).map(lane)));
};

const numbersTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const throwWorst = (outcomes: PromiseSettledResult<void>[]) => {
  const errors = outcomes.flatMap((each) => (each.status === 'rejected' ? [toError(each)] : []));
  const worst = errors.find((error) => !(error instanceof NoAnswer)) ?? errors[0];
  if (worst) throw worst;
};

const toError = ({ reason }: PromiseRejectedResult) =>
  reason instanceof Error ? reason : new Error('A part failed', { cause: reason });

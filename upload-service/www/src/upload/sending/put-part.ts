import { failureOf, NoAnswer, Refused } from './answers.ts';

// A connection that has died silently: something must have been sent within this time.
const STALL_MS = 90_000;

const UNREADABLE = {
  message: 'The file can no longer be read.',
  hint: 'It was moved, changed or deleted since you chose it. Choose it again.',
};

/** Puts one part of a video at a signed URL, and reports progress. */
export const putPart = async (
  url: string,
  part: Blob,
  { onSent, signal }: { onSent: (bytes: number) => void; signal: AbortSignal },
): Promise<void> => {
  // Read first: afterwards, an unreadable file could not be distinguished from a network error.
  const bytes = await part.arrayBuffer().catch(() => {
    throw new Refused(UNREADABLE);
  });
  const { status, body } = await put(url, bytes, { onSent, signal });
  if (status < 200 || status >= 300) throw failureOf(status, body);
};

type Answer = { status: number; body: string };

const put = (
  url: string,
  bytes: ArrayBuffer,
  { onSent, signal }: { onSent: (bytes: number) => void; signal: AbortSignal },
) =>
  new Promise<Answer>((resolve, reject) => {
    signal.throwIfAborted();
    // fetch does not report upload progress.
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    let stalled = setTimeout(abort, STALL_MS);
    request.upload.addEventListener('progress', ({ loaded }) => {
      clearTimeout(stalled);
      stalled = setTimeout(abort, STALL_MS);
      onSent(loaded);
    });
    request.addEventListener('loadend', () => {
      clearTimeout(stalled);
      signal.removeEventListener('abort', abort);
      if (request.status > 0) resolve({ status: request.status, body: request.responseText });
      else reject(new NoAnswer('The part did not arrive'));
    });
    signal.addEventListener('abort', abort);
    request.open('PUT', url);
    request.send(bytes);
  });

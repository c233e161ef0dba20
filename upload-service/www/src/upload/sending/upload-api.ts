import * as v from 'valibot';
import { noticeSignIn } from '../../owner/owner.ts';
import { failureOf, NoAnswer } from './answers.ts';

const ANSWER_MS = 30_000;

const Opened = v.object({ key: v.string(), uploadId: v.string() });
const Parts = v.array(v.object({ PartNumber: v.number() }));
const SignedPart = v.object({ url: v.string() });
const Completed = v.object({ session: v.string() });

/** The upload that a request refers to. */
export type UploadAddress = v.InferOutput<typeof Opened>;

export type UploadApi = typeof uploadApi;

/** The bank's own routes for multipart uploads; each throws what an error means for the upload. */
export const uploadApi = {
  open: ({ name, type, data }: { name: string; type: string; data: Blob }, signal: AbortSignal) =>
    ask(Opened, '/s3/multipart', {
      method: 'POST',
      body: JSON.stringify({ filename: name, type, metadata: { size: data.size } }),
      headers: { 'content-type': 'application/json' },
      signal,
    }),

  /** The numbers of the stored parts. */
  async storedParts(address: UploadAddress, signal: AbortSignal): Promise<number[]> {
    const parts = await ask(Parts, pathOf(address), { signal });
    return parts.map(({ PartNumber }) => PartNumber);
  },

  signPart: (address: UploadAddress, part: number, signal: AbortSignal) =>
    ask(SignedPart, pathOf(address, `/${part}`), { signal }),

  complete: (address: UploadAddress, signal: AbortSignal) =>
    ask(Completed, pathOf(address, '/complete'), { method: 'POST', signal }),

  abort: (address: UploadAddress) =>
    // Also while the page is being left.
    ask(v.object({}), pathOf(address), { method: 'DELETE', keepalive: true }),
};

const pathOf = ({ key, uploadId }: UploadAddress, part = '') =>
  `/s3/multipart/${encodeURIComponent(uploadId)}${part}?${new URLSearchParams({ key })}`;

const ask = async <Schema extends v.GenericSchema>(
  schema: Schema,
  path: string,
  { signal, ...init }: RequestInit & { signal?: AbortSignal },
): Promise<v.InferOutput<Schema>> => {
  const { status, ok, body } = await answerOf(path, {
    ...init,
    signal: AbortSignal.any([AbortSignal.timeout(ANSWER_MS), ...(signal ? [signal] : [])]),
  });
  if (!ok) throw failureOf(status, body);
  const answer = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), body);
  // A captive portal's sign-in page also returns 200.
  if (!answer.success) throw new NoAnswer(`${path} answered something else`);
  return answer.output;
};

const answerOf = async (path: string, init: RequestInit) => {
  try {
    const response = await fetch(path, init);
    noticeSignIn(response);
    return { status: response.status, ok: response.ok, body: await response.text() };
  } catch (error) {
    throw new NoAnswer(path, { cause: error });
  }
};

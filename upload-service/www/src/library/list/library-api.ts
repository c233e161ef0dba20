import * as v from 'valibot';
import { LibraryEntry } from '#api/library-entry';
import { noticeSignIn } from '../../owner/owner.ts';
import { NO_ANSWER, Refusal, type ShownError } from '../../live/shown-error.ts';

const PAGE_VIDEOS = 60;

const Card = v.object({
  ...v.pick(LibraryEntry, ['id', 'state', 'door', 'camera', 'name', 'recorded']).entries,
  ...v.pick(LibraryEntry, ['durationSeconds', 'error']).entries,
  kept: v.optional(v.boolean(), false),
  labels: v.array(v.string()),
  moments: v.array(v.object({ frame: v.string(), time: v.number(), captureUrl: v.string() })),
  posterUrl: v.exactOptional(v.string()),
  previewUrl: v.exactOptional(v.string()),
  gifUrl: v.exactOptional(v.string()),
});

/** A video as `GET /videos` returns it. */
export type Card = v.InferOutput<typeof Card>;

const Page = v.object({ videos: v.array(Card), cursor: v.exactOptional(v.string()) });

/** A page of the library; if it has a `cursor`, there may be more, even if it is empty. */
export type LibraryPage = v.InferOutput<typeof Page>;

const Labels = v.object({ labels: v.record(v.string(), v.number()) });
const Cameras = v.object({ cameras: v.array(v.object({ name: v.string(), videos: v.number() })) });

/** A name and how many videos have it. */
export type Count = [name: string, videos: number];

/** The request was refused or failed; the message is shown to the user. */
class NoList extends Error {
  override readonly name = 'NoList';
  readonly shown: ShownError;

  constructor(shown: ShownError, options?: ErrorOptions) {
    super(shown.message, options);
    this.shown = shown;
  }
}

/** The videos of a query such as `?label=Dog`, from the cursor on. */
export const fetchPage = async (
  query: string,
  { cursor, limit = PAGE_VIDEOS }: { cursor?: string | undefined; limit?: number } = {},
): Promise<LibraryPage> => {
  const parameters = new URLSearchParams(query);
  parameters.set('limit', `${limit}`);
  if (cursor !== undefined) parameters.set('cursor', cursor);
  return v.parse(Page, await ask(`/videos?${parameters.toString()}`));
};

/** How many videos show each label, most frequent first. */
export const fetchLabels = async (): Promise<Count[]> => {
  const { labels } = v.parse(Labels, await ask('/videos/labels'));
  return Object.entries(labels).sort(([, one], [, other]) => other - one);
};

/** The bank's cameras by name, and their number of videos. */
export const fetchCameras = async (): Promise<Count[]> => {
  const { cameras } = v.parse(Cameras, await ask('/videos/cameras'));
  return cameras.map(({ name, videos }) => [name, videos]);
};

/** Deletes a video; one that is already gone counts as deleted. */
export const deleteVideo = async (id: string): Promise<void> => {
  await ask(`/videos/${id}`, { method: 'DELETE' }, [404]);
};

/** Protects a video from automatic deletion, or undoes that. */
export const keepVideo = async (id: string, kept: boolean): Promise<void> => {
  await ask(`/videos/${id}/keep`, { method: kept ? 'PUT' : 'DELETE' });
};

const ask = async (path: string, init: RequestInit = {}, accepted: number[] = []) => {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (cause) {
    throw new NoList(NO_ANSWER, { cause });
  }
  noticeSignIn(response);
  if (!response.ok && !accepted.includes(response.status)) {
    const refusal = v.safeParse(Refusal, await response.text());
    throw new NoList(refusal.success ? refusal.output : NO_ANSWER);
  }
  return (await response.json()) as unknown;
};

/** The error, as shown to the user. */
export const shownErrorOf = (error: unknown): ShownError =>
  error instanceof NoList ? error.shown : UNREADABLE;

const UNREADABLE: ShownError = {
  message: 'The server’s response cannot be read.',
  hint: 'Reload the page: it may be outdated.',
};

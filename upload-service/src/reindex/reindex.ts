import pMap from 'p-map';
import { indexVideo, type IndexPorts } from '../index-video/index-video.ts';
import type { LibraryEntry } from '#api/library-entry';
import { postingsOf } from '../library/postings.ts';
import { projectEntry } from '../library/project.ts';
import type { LibraryStore } from '../stores/library/library-store.ts';
import type { RenderedVideo, RenderedVideos } from '../stores/rendered-videos.ts';
import type { UploadFactsStore } from '../stores/upload-facts.ts';

export type ReindexPorts = IndexPorts & {
  library: IndexPorts['library'] &
    Pick<LibraryStore, 'keep' | 'scan' | 'remove' | 'noteCameraLabels'>;
  rendered: RenderedVideos;
  facts: Pick<UploadFactsStore, 'ofRendered' | 'ofVideo'>;
};

/** The progress of a rebuild: videos read from the bucket, removed entries, and errors. */
export type Progress = {
  listed: number;
  skipped: number;
  removed: number;
  failed: { id: string; error: unknown }[];
};

export type ReindexOptions = { signal: AbortSignal; onProgress: (progress: Progress) => void };

const CONCURRENCY = 16;

/**
 * Rebuilds the library from the bucket: lists every video that has results, with its mark, and removes the entries of
 * deleted videos. It can run beside everything else and be repeated. Each video is listed as it was when it became
 * ready, so no later revision, deletion or new video is undone. An unreadable video is reported and skipped.
 */
export const reindex = async (
  ports: ReindexPorts,
  { signal, onProgress }: ReindexOptions,
): Promise<Progress> => {
  const progress: Progress = { listed: 0, skipped: 0, removed: 0, failed: [] };
  const each = async <Item extends { id: string }>(
    pages: AsyncIterable<Item[]>,
    work: (item: Item) => Promise<'listed' | 'skipped' | 'removed' | 'left'>,
  ) => {
    for await (const page of pages) {
      if (signal.aborted) return;
      await pMap(page, (item) => count(item, work, progress), { concurrency: CONCURRENCY });
      onProgress(progress);
    }
  };
  await each(ports.rendered.list(), (video) => restore(video, ports));
  const unread = new Set(progress.failed.map(({ id }) => id));
  await each(ports.library.scan(), (entry) =>
    unread.has(entry.id) ? listAgain(entry, ports) : removeGone(entry, ports),
  );
  const isWhole = !signal.aborted && progress.failed.length === unread.size;
  if (isWhole) await ports.library.noteCameraLabels();
  return progress;
};

const count = async <Item extends { id: string }>(
  item: Item,
  work: (item: Item) => Promise<'listed' | 'skipped' | 'removed' | 'left'>,
  progress: Progress,
) => {
  try {
    const outcome = await work(item);
    if (outcome !== 'left') progress[outcome] += 1;
  } catch (error) {
    progress.failed.push({ id: item.id, error });
  }
};

const restore = async ({ id, kept }: RenderedVideo, ports: ReindexPorts) => {
  const indexed = await indexVideo(id, ports);
  if (typeof indexed !== 'object') return 'skipped';
  await ports.library.keep(id, kept);
  return 'listed';
};

// An unreadable video stays listed as it was, with the postings of this version.
const listAgain = async (entry: LibraryEntry, { library }: ReindexPorts) => {
  await projectEntry(entry, library);
  return 'left' as const;
};

// A video in progress has no results yet, but its object exists.
const removeGone = async (entry: LibraryEntry, ports: ReindexPorts) => {
  const { id, key, state } = entry;
  if (await ports.metadata.read(id)) return 'left';
  if (state === 'processing' && (await ports.facts.ofVideo(key))) return 'left';
  // Written first, so that the next run still finds the entry if this one crashes.
  await ports.library.removePostings(postingsOf(entry));
  return (await ports.library.remove(entry)) ? 'removed' : 'left';
};

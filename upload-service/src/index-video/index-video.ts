import { deleteEntry, finishDeletion } from '../library/delete-entry.ts';
import { doorOf } from '../library/door-of.ts';
import { entryOf } from '../library/entry-of.ts';
import type { LibraryEntry } from '#api/library-entry';
import { projectEntry, type ProjectPorts } from '../library/project.ts';
import type { DeletionStore } from '../stores/deletion-store.ts';
import type { LibraryStore } from '../stores/library/library-store.ts';
import type { MetadataStore } from '../stores/metadata-store.ts';
import type { SessionStore } from '../stores/session-store.ts';
import type { UploadFactsStore } from '../stores/upload-facts.ts';

export type IndexPorts = {
  library: ProjectPorts & Pick<LibraryStore, 'bury' | 'forget'>;
  metadata: Pick<MetadataStore, 'read'>;
  sessions: Pick<SessionStore, 'get'>;
  deletions: Pick<DeletionStore, 'get'>;
  facts: Pick<UploadFactsStore, 'ofRendered'>;
  zone: string;
};

export type Indexed = LibraryEntry | 'outdated' | 'deleted' | 'unknown';

/** Lists a rendered video in the library, whichever door it came through; returns the entry if it was listed. */
export const indexVideo = async (id: string, ports: IndexPorts): Promise<Indexed> => {
  const metadata = await ports.metadata.read(id);
  if (!metadata) {
    await finishDeletion(id, ports.library);
    return 'unknown';
  }
  const key = metadata.video;
  const facts = await ports.facts.ofRendered({ id, key });
  if (!facts) return 'unknown';
  const door = await doorOf({ id, key, facts }, ports.sessions);
  const { uploadedAt } = facts;
  const entry = entryOf(metadata, { door, uploadedAt, zone: ports.zone });
  const outcome = await projectEntry(entry, ports.library);
  if (outcome !== 'listed') return outcome;
  // If the library was lost, so were its tombstones.
  if (!(await ports.deletions.get(id))) return entry;
  await deleteEntry(id, ports.library);
  return 'deleted';
};

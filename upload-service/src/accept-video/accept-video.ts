import path from 'node:path/posix';
import type { SourceVideo } from '@video-service/shared/messages';
import { cameraOf } from '@video-service/shared/recording/camera';
import { recordedAt } from '@video-service/shared/recording/recorded-at';
import { finishDeletion } from '../library/delete-entry.ts';
import { doorOf } from '../library/door-of.ts';
import type { LibraryEntry } from '#api/library-entry';
import { projectEntry, type ProjectPorts } from '../library/project.ts';
import { tellLibrary, type TellLibraryPorts } from '../live/tell-library.ts';
import type { SessionStore } from '../stores/session-store.ts';
import type { UploadFactsStore } from '../stores/upload-facts.ts';

export type AcceptVideoPorts = TellLibraryPorts & {
  library: ProjectPorts;
  sessions: Pick<SessionStore, 'get'>;
  facts: Pick<UploadFactsStore, 'ofVideo'>;
  zone: string;
};

/** Lists a video as soon as its rendering begins, whichever door it came through; its results replace the entry. */
export const acceptVideo = async (
  { id, key }: Pick<SourceVideo, 'id' | 'key'>,
  ports: AcceptVideoPorts,
): Promise<'listed' | 'outdated' | 'deleted' | 'gone'> => {
  const facts = await ports.facts.ofVideo(key);
  if (!facts) {
    await finishDeletion(id, ports.library);
    return 'gone';
  }
  const { uploadedAt } = facts;
  const camera = cameraOf(key);
  const entry: LibraryEntry = {
    id,
    revision: BEFORE_THE_FIRST,
    state: 'processing',
    door: await doorOf({ id, key, facts }, ports.sessions),
    key,
    name: path.basename(key),
    ...(camera !== undefined && { camera }),
    recorded: recordedAt({ key, uploadedAt, zone: ports.zone }),
    uploadedAt,
    captures: [],
    labels: [],
    previews: {},
  };
  const outcome = await projectEntry(entry, ports.library);
  if (outcome === 'listed') await tellLibrary({ id, state: 'processing' }, ports);
  return outcome;
};

const BEFORE_THE_FIRST = 0;

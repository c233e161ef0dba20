import type { Metadata, Previews } from '@video-service/shared/metadata';
import { formatTrack, mapCueTexts } from '@video-service/shared/web-vtt';
import type { Links } from '../stores/links.ts';
import type { MetadataStore } from '../stores/metadata-store.ts';
import type { Session, SessionStore } from '../stores/session-store.ts';
import type { StepStore } from '../stores/step-store.ts';
import type { TrackStore } from '../stores/track-store.ts';
import { chaptersOf } from './chapters.ts';

export type GetTrackPorts = {
  sessions: Pick<SessionStore, 'get'>;
  steps: Pick<StepStore, 'list'>;
  metadata: Pick<MetadataStore, 'read'>;
  tracks: TrackStore;
  links: Pick<Links, 'to'>;
};

/** A track of a session as WebVTT; undefined when the session is not one of ours or has no such track (yet). */
export type GetTrack = (id: string, ports: GetTrackPorts) => Promise<string | undefined>;

/** Which part of the storyboard shows which time. A link must be whole: a relative one would lose its signature. */
export const getStoryboard: GetTrack = async (id, ports) => {
  const session = await ports.sessions.get(id);
  const { storyboard } = (session && (await previewsOf(session, ports))) ?? {};
  const track = storyboard && (await ports.tracks.read(storyboard.track));
  if (!storyboard || track === undefined) return undefined;
  const link = await ports.links.to(storyboard.picture);
  return mapCueTexts(track, (text) => `${link}${text.slice(text.indexOf('#'))}`);
};

/** What is seen from when on. */
export const getChapters: GetTrack = async (id, ports) => {
  const session = await ports.sessions.get(id);
  const metadata = session && (await readMetadata(session, ports));
  return metadata && formatTrack(chaptersOf(metadata));
};

const previewsOf = async (
  session: Session,
  ports: GetTrackPorts,
): Promise<Previews | undefined> => {
  if (session.status !== 0) return (await readMetadata(session, ports))?.previews;
  const steps = await ports.steps.list(session.id);
  return steps.find(({ step }) => step === 'gif')?.previews;
};

const readMetadata = async (
  { id, status }: Session,
  { metadata }: GetTrackPorts,
): Promise<Metadata | undefined> => (status === 0 ? undefined : metadata.read(id));

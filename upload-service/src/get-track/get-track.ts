import type { Metadata, Previews } from '@video-service/shared/metadata';
import { formatTrack, mapCueTexts } from '@video-service/shared/web-vtt';
import { type FindVideoPorts, findVideo, type FoundVideo } from '../access/find-video.ts';
import type { Links } from '../stores/links.ts';
import type { MetadataStore } from '../stores/metadata-store.ts';
import type { StepStore } from '../stores/step-store.ts';
import type { TrackStore } from '../stores/track-store.ts';
import { chaptersOf } from './chapters.ts';

export type GetTrackPorts = FindVideoPorts & {
  steps: Pick<StepStore, 'list'>;
  metadata: Pick<MetadataStore, 'read'>;
  tracks: TrackStore;
  links: Pick<Links, 'to'>;
};

type TrackRequest = { id: string; isOwner: boolean };

/** A track of a video as WebVTT; undefined if the requester may not see the video, or it has no such track (yet). */
export type GetTrack = (request: TrackRequest, ports: GetTrackPorts) => Promise<string | undefined>;

/** Maps times to parts of the storyboard. Links must be absolute: a relative one would lose its signature. */
export const getStoryboard: GetTrack = async (request, ports) => {
  const video = await findVideo(request, ports);
  const { storyboard } = (video && (await previewsOf(video, ports))) ?? {};
  const track = storyboard && (await ports.tracks.read(storyboard.track));
  if (!storyboard || track === undefined) return undefined;
  const link = await ports.links.to(storyboard.picture);
  return mapCueTexts(track, (text) => `${link}${text.slice(text.indexOf('#'))}`);
};

/** What is seen, and from when. */
export const getChapters: GetTrack = async (request, ports) => {
  const video = await findVideo(request, ports);
  const metadata = video && (await readMetadata(video, ports));
  return metadata && formatTrack(chaptersOf(metadata));
};

const previewsOf = async (
  video: FoundVideo,
  ports: GetTrackPorts,
): Promise<Previews | undefined> => {
  if (video.status !== 0) return (await readMetadata(video, ports))?.previews;
  const steps = await ports.steps.list(video.id);
  return steps.find(({ step }) => step === 'gif')?.previews;
};

const readMetadata = async (
  { id, status }: FoundVideo,
  { metadata }: GetTrackPorts,
): Promise<Metadata | undefined> => (status === 0 ? undefined : metadata.read(id));

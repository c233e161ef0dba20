import path from 'node:path/posix';
import { NO_VIDEO_CODES } from '@video-service/shared/error-codes';
import { metadataKey } from '@video-service/shared/keys';
import type { Metadata } from '@video-service/shared/metadata';
import { type FindVideoPorts, findVideo } from '../access/find-video.ts';
import type { Links } from '../stores/links.ts';
import type { MetadataStore } from '../stores/metadata-store.ts';
import type { StepStore } from '../stores/step-store.ts';
import { applyStep } from '#api/apply-step';
import { chaptersUrl, toPreviewLinks } from '../view/preview-links.ts';
import type { SessionView } from '#api/session-view';
import { toStepView } from '../view/step-view.ts';

export type GetMetadataPorts = FindVideoPorts & {
  steps: Pick<StepStore, 'list'>;
  metadata: Pick<MetadataStore, 'read'>;
  links: { source: Pick<Links, 'to' | 'video'>; renders: Links };
};

/** The video with all results so far; undefined if the requester may not see it, or its results have expired. */
export const getSession = async (
  { id, isOwner }: { id: string; isOwner: boolean },
  ports: GetMetadataPorts,
): Promise<SessionView | undefined> => {
  const video = await findVideo({ id, isOwner }, ports);
  if (!video) return undefined;
  const { key, status } = video;
  if (key !== undefined && status === 0) return viewSoFar({ id, key }, ports);
  const metadata = await ports.metadata.read(id);
  return metadata && viewOf(metadata, ports);
};

const viewSoFar = async (
  { id, key }: { id: string; key: string },
  ports: GetMetadataPorts,
): Promise<SessionView> => {
  const steps = await ports.steps.list(id);
  const views = await Promise.all(steps.map((step) => toStepView(step, ports.links)));
  const nothing: SessionView = {
    id,
    status: 0,
    message: 'The video is being processed.',
    file: path.basename(key),
    videoUrl: await ports.links.source.video(key),
    labels: [],
    allLabels: [],
    timeline: [],
  };
  return views.reduce<SessionView>((view, step) => (step ? applyStep(view, step) : view), nothing);
};

const viewOf = async (
  { gif, previews, video, labels, error, ...metadata }: Metadata,
  { links: { source, renders } }: GetMetadataPorts,
): Promise<SessionView> => ({
  id: metadata.id,
  status: metadata.status,
  message: error?.message ?? 'The video is ready.',
  file: path.basename(video),
  ...(metadata.camera !== undefined && { camera: metadata.camera }),
  ...(metadata.recorded && { recorded: metadata.recorded }),
  ...(gif && { gifUrl: await renders.to(gif) }),
  ...(await toPreviewLinks(metadata.id, previews, renders)),
  chaptersUrl: chaptersUrl(metadata.id),
  ...(isVideo(error) && { videoUrl: await source.video(video) }),
  metadataUrl: await renders.download(metadataKey(metadata.id), 'metadata.json'),
  labels: await Promise.all(
    labels.map(async ({ capture, ...labelled }) => ({
      ...labelled,
      captureUrl: await source.to(capture),
    })),
  ),
  allLabels: metadata.allLabels,
  timeline: metadata.timeline,
  ...(metadata.activity && {
    activity: metadata.activity,
    activityEverySeconds: metadata.activityEverySeconds,
  }),
  source: metadata.source,
  cost: metadata.cost,
  ...(error && { error }),
});

// Links to arbitrary files would turn the bank into a file host.
const isVideo = (error: Metadata['error']) => !error || !NO_VIDEO_CODES.has(error.code);

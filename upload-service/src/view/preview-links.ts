import type { Previews } from '@video-service/shared/metadata';
import type { Links } from '../stores/links.ts';
import type { PreviewLinks } from '#api/session-view';

/** Links to what lies beside a session's GIF. */
export const toPreviewLinks = async (
  session: string,
  { poster, video, storyboard }: Previews = {},
  renders: Pick<Links, 'to'>,
): Promise<PreviewLinks> => ({
  ...(poster !== undefined && { posterUrl: await renders.to(poster) }),
  ...(video !== undefined && { previewUrl: await renders.to(video) }),
  ...(storyboard && { storyboardUrl: `/metadata/${session}/storyboard.vtt` }),
});

/** Where this API serves the chapters of a session that is ready. */
export const chaptersUrl = (session: string) => `/metadata/${session}/chapters.vtt`;

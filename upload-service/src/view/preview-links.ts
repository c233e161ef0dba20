import type { Previews } from '@video-service/shared/metadata';
import type { Links } from '../stores/links.ts';
import type { PreviewLinks } from '#api/session-view';

/** Links to the previews beside a session's GIF. */
export const toPreviewLinks = async (
  session: string,
  { poster, video, storyboard }: Previews = {},
  renders: Pick<Links, 'to'>,
): Promise<PreviewLinks> => ({
  ...(poster !== undefined && { posterUrl: await renders.to(poster) }),
  ...(video !== undefined && { previewUrl: await renders.to(video) }),
  ...(storyboard && { storyboardUrl: `/metadata/${session}/storyboard.vtt` }),
});

/** The path of the chapters of a ready session. */
export const chaptersUrl = (session: string) => `/metadata/${session}/chapters.vtt`;

/** A part of a picture, in pixels. */
export type Tile = { url: string; left: number; top: number; width: number; height: number };

/** The target of a storyboard cue, `URL#xywh=0,0,192,108`; undefined if it is not a part of a picture. */
export const parseTile = (text: string): Tile | undefined => {
  const [, url, left, top, width, height] = /^(.+)#xywh=(\d+),(\d+),(\d+),(\d+)$/u.exec(text) ?? [];
  return url === undefined
    ? undefined
    : {
        url,
        left: Number(left),
        top: Number(top),
        width: Number(width),
        height: Number(height),
      };
};

/** The text of a track at this second; undefined if there is none, or it has not loaded yet. */
export const cueTextAt = (
  video: HTMLVideoElement | null,
  kind: 'metadata' | 'chapters',
  time: number,
): string | undefined => {
  const track = Array.from(video?.textTracks ?? []).find((each) => each.kind === kind);
  const cue = Array.from(track?.cues ?? []).find(
    ({ startTime, endTime }) => startTime <= time && time < endTime,
  );
  return cue instanceof VTTCue ? cue.text : undefined;
};

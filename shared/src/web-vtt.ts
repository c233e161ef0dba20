/** A span of a video, in seconds, and its text in a track. */
export type Cue = { start: number; end: number; text: string };

const MS_PER_SECOND = 1000;
const MS_PER_MINUTE = 60 * MS_PER_SECOND;
const MS_PER_HOUR = 60 * MS_PER_MINUTE;

/** A WebVTT file of these cues: https://www.w3.org/TR/webvtt1/ */
export const formatTrack = (cues: Cue[]): string =>
  ['WEBVTT', ...cues.map(formatCue), ''].join('\n\n');

/** The same track with new cue texts, one line each. */
export const mapCueTexts = (track: string, textOf: (text: string) => string): string =>
  track
    .split('\n')
    .map((line, index, lines) => ((lines[index - 1] ?? '').includes(ARROW) ? textOf(line) : line))
    .join('\n');

const ARROW = ' --> ';

const formatCue = ({ start, end, text }: Cue) =>
  [`${formatTime(start)}${ARROW}${formatTime(end)}`, oneLine(text)].join('\n');

const formatTime = (seconds: number) => {
  const ms = Math.round(seconds * MS_PER_SECOND);
  const part = (of: number, unit: number, digits = 2) =>
    String(Math.floor(of / unit)).padStart(digits, '0');
  const [hours, minutes] = [part(ms, MS_PER_HOUR), part(ms % MS_PER_HOUR, MS_PER_MINUTE)];
  const secondsShown = part(ms % MS_PER_MINUTE, MS_PER_SECOND);
  return `${hours}:${minutes}:${secondsShown}.${part(ms % MS_PER_SECOND, 1, 3)}`;
};

// A text must not end its cue either. Players show texts literally, so nothing else is escaped.
const oneLine = (text: string) => text.replaceAll(/\s+/gu, ' ').replaceAll('-->', '→');

import { specificNames } from '@video-service/shared/label-names';
import type { Metadata } from '@video-service/shared/metadata';
import type { Cue } from '@video-service/shared/web-vtt';

const NAMES_SHOWN = 3;
const LAST_SECONDS = 1;

/** The video's chapters: each starts at a capture and lasts until the labels change. */
export const chaptersOf = ({ labels, source }: Pick<Metadata, 'labels' | 'source'>): Cue[] => {
  const lastTime = labels.at(-1)?.time ?? 0;
  const end = Math.max(source.durationSeconds ?? 0, lastTime + LAST_SECONDS);
  const cues = labels.map((capture, index) => ({
    start: capture.time,
    end: labels[index + 1]?.time ?? end,
    text: specificNames(capture.labels).slice(0, NAMES_SHOWN).join(', '),
  }));
  return cues.reduce(merge, []).filter(({ text }) => text !== '');
};

const merge = (chapters: Cue[], cue: Cue): Cue[] => {
  const last = chapters.at(-1);
  return last?.text === cue.text
    ? [...chapters.slice(0, -1), { ...last, end: cue.end }]
    : [...chapters, cue];
};

import { type Appearance, coloursOf, type Turn, turnOf } from '../appearance.ts';
import type { ProbedStream } from './probe-output.ts';

/** How the frames of a track that ffprobe examined are displayed. */
export const probedAppearance = (stream: ProbedStream, codec: string): Appearance => {
  const { width, height, sample_aspect_ratio: pixel } = stream;
  const tags = {
    primaries: stream.color_primaries,
    transfer: stream.color_transfer,
    matrix: stream.color_space,
  };
  const field = FIRST_FIELD[stream.field_order ?? (codec === 'dvvideo' ? DV_ORDER : '')];
  return {
    width: Math.max(1, Math.round(width * (pixel || 1))),
    height,
    turn: turnOfStream(stream),
    ...coloursOf(tags, { width, height, codec }),
    ...(field && { field }),
  };
};

// For interleaved lines, Matroska and QuickTime store the displayed order first, although FFmpeg's documentation says
// otherwise: https://www.matroska.org/technical/elements.html
const FIRST_FIELD: Partial<Record<string, Appearance['field']>> = {
  tt: 'top',
  tb: 'top',
  bb: 'bottom',
  bt: 'bottom',
};

// DV cameras store the bottom field first, and seldom say so.
const DV_ORDER = 'bb';

const turnOfStream = ({ side_data_list, tags }: ProbedStream): Turn => {
  const matrix = side_data_list.find(({ displaymatrix }) => displaymatrix)?.displaymatrix;
  const [a = 1, b = 0, c = 0, d = 1] = matrix ?? [];
  if (matrix) return turnOf(a, b, c, d);
  // Old builds report it as a tag, clockwise.
  const quarters = ((Math.round((tags?.rotate ?? 0) / 90) % 4) + 4) % 4;
  return { rotation: ([0, 90, 180, 270] as const)[quarters] ?? 0, mirrored: false };
};

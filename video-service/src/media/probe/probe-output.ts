import * as v from 'valibot';

const decimal = v.pipe(v.string(), v.transform(Number), v.finite());

const parseRatio = (ratio: string) => {
  const [numerator, denominator] = ratio.split('/').map(Number);
  return (numerator ?? 0) / (denominator ?? 1) || 0;
};

/** What `ffprobe -of json` says about the first video track; every figure is missing when it is unknown. */
export const ProbeOutput = v.object({
  streams: v.array(
    v.object({
      codec_name: v.optional(v.string()),
      width: v.optional(v.number(), 0),
      height: v.optional(v.number(), 0),
      has_b_frames: v.optional(v.number(), 0),
      avg_frame_rate: v.optional(v.pipe(v.string(), v.transform(parseRatio)), '0/0'),
      start_time: v.optional(decimal),
      duration: v.optional(decimal),
      tags: v.optional(v.object({ rotate: v.optional(decimal) })),
      side_data_list: v.optional(v.array(v.object({ rotation: v.optional(v.number()) })), []),
    }),
  ),
  format: v.object({
    format_name: v.string(),
    start_time: v.optional(decimal, '0'),
    duration: v.optional(decimal),
  }),
});
export type ProbedStream = v.InferOutput<typeof ProbeOutput>['streams'][number];

/** The entries that ProbeOutput reads, in ffprobe's words. */
export const PROBE_ENTRIES = [
  'stream=codec_name,width,height,has_b_frames,avg_frame_rate,start_time,duration',
  'stream_tags=rotate',
  'stream_side_data=rotation',
  'format=format_name,start_time,duration',
].join(':');

/** How far the picture is turned clockwise when it is shown, to the nearest quarter. */
export const rotationOf = ({ side_data_list, tags }: ProbedStream) => {
  // The matrix counts counterclockwise, the older tag clockwise.
  const matrix = side_data_list.find(({ rotation }) => rotation !== undefined)?.rotation;
  const clockwise = matrix === undefined ? (tags?.rotate ?? 0) : -matrix;
  const quarters = ((Math.round(clockwise / 90) % 4) + 4) % 4;
  return ([0, 90, 180, 270] as const)[quarters] ?? 0;
};

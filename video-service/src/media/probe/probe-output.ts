import * as v from 'valibot';

const decimal = v.pipe(v.string(), v.transform(Number), v.finite());

// Missing or not a number if unknown.
const ratio = v.optional(
  v.pipe(
    v.string(),
    v.transform((text) => {
      const [numerator, denominator] = text.split(/[/:]/u).map(Number);
      return (numerator ?? 0) / (denominator ?? 1) || 0;
    }),
  ),
  '0/0',
);

// Rows of a hexadecimal number and three decimal ones.
const matrix = v.pipe(
  v.string(),
  v.transform((text) =>
    [...text.matchAll(/^\s*[0-9a-f]+:\s*(-?\d+)\s+(-?\d+)/gmu)].flatMap(([, one, other]) => [
      Number(one),
      Number(other),
    ]),
  ),
);

/** The output of `ffprobe -of json` about the video tracks; unknown values are missing. */
export const ProbeOutput = v.object({
  streams: v.array(
    v.object({
      index: v.number(),
      id: v.optional(v.string()),
      codec_name: v.optional(v.string()),
      codec_tag_string: v.optional(v.string()),
      width: v.optional(v.number(), 0),
      height: v.optional(v.number(), 0),
      sample_aspect_ratio: ratio,
      has_b_frames: v.optional(v.number(), 0),
      field_order: v.optional(v.string()),
      color_space: v.optional(v.string()),
      color_transfer: v.optional(v.string()),
      color_primaries: v.optional(v.string()),
      r_frame_rate: ratio,
      avg_frame_rate: ratio,
      start_time: v.optional(decimal),
      duration: v.optional(decimal),
      nb_frames: v.optional(v.pipe(v.string(), v.transform(Number))),
      disposition: v.optional(v.object({ default: v.optional(v.number(), 0) })),
      tags: v.optional(
        v.object({ rotate: v.optional(decimal), enc_key_id: v.optional(v.string()) }),
      ),
      side_data_list: v.optional(v.array(v.object({ displaymatrix: v.optional(matrix) })), []),
    }),
  ),
  format: v.object({
    format_name: v.string(),
    start_time: v.optional(decimal, '0'),
    duration: v.optional(decimal),
    tags: v.optional(
      v.object({
        creation_time: v.optional(v.string()),
        'com.apple.quicktime.creationdate': v.optional(v.string()),
      }),
      {},
    ),
  }),
});
export type ProbedStream = v.InferOutput<typeof ProbeOutput>['streams'][number];
export type ProbedFormat = v.InferOutput<typeof ProbeOutput>['format'];

/** The entries that ProbeOutput reads, with ffprobe's names. */
export const PROBE_ENTRIES = [
  [
    'stream=index,id,codec_name,codec_tag_string,width,height,sample_aspect_ratio,has_b_frames',
    'field_order,color_space,color_transfer,color_primaries,r_frame_rate,avg_frame_rate',
    'start_time,duration,nb_frames',
  ].join(),
  'stream_disposition=default',
  'stream_tags=rotate,enc_key_id',
  'stream_side_data=displaymatrix',
  'format=format_name,start_time,duration',
  'format_tags=creation_time,com.apple.quicktime.creationdate',
].join(':');

import type { StepDone } from '@video-service/shared/messages';

// SNS takes 256 KB, and wraps what it delivers.
const MAX_BYTES = 200_000;

type Capture = NonNullable<StepDone['captures']>[number];

/** What status is told of captures, in as many messages as it takes; there is one even if there is no capture. */
export const captureMessages = (id: string, captures: Capture[]): StepDone[] => {
  const pieces = split(captures);
  return pieces.map((piece): StepDone => {
    const first = piece[0]?.frame;
    const isOneOfMany = pieces.length > 1 && first !== undefined;
    return { id, step: 'captures', ...(isOneOfMany && { frame: first }), captures: piece };
  });
};

const split = (captures: Capture[]) => {
  const pieces: Capture[][] = [[]];
  let bytes = 0;
  for (const capture of captures) {
    const more = Buffer.byteLength(JSON.stringify(capture)) + 1;
    if (bytes + more > MAX_BYTES) {
      pieces.push([]);
      bytes = 0;
    }
    pieces.at(-1)?.push(capture);
    bytes += more;
  }
  return pieces;
};

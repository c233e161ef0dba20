import type { StepDone } from '@video-service/shared/messages';

// SNS allows 256 KB, and wraps what it delivers.
const MAX_BYTES = 200_000;

type Capture = NonNullable<StepDone['captures']>[number];

/** The messages to status about the captures: as many as needed, and at least one even without captures. */
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

/** A clock that jumps does so soon after the recording began: when it is first set. */
export const HEAD_PACKETS = 60;

// Nothing is filmed at a frame an hour.
const JUMP_SECONDS = 3600;

/** Among the times of a video's first packets, the one after its clock jumped; undefined if it did not. */
export const timeAfterJump = (times: number[]): number | undefined => {
  const inOrder = times.filter(Number.isFinite).sort((one, other) => one - other);
  return inOrder.findLast((time, at) => time - (inOrder[at - 1] ?? time) > JUMP_SECONDS);
};

/** A clock that jumps does so soon after the recording began, when it is first set. */
export const HEAD_PACKETS = 60;

// Nobody films at one frame per hour.
const JUMP_SECONDS = 3600;

/** The time after a clock jump among a video's first packets; undefined without a jump. */
export const timeAfterJump = (times: number[]): number | undefined => {
  const inOrder = times.filter(Number.isFinite).sort((one, other) => one - other);
  return inOrder.findLast((time, at) => time - (inOrder[at - 1] ?? time) > JUMP_SECONDS);
};

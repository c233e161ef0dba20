import type { VideoIndex } from './video-index.ts';

/** When the key frames are shown up to the end of the window, in the file's time. */
export const keyTimes = async (
  { packets, startSeconds }: VideoIndex,
  windowSeconds: number,
): Promise<number[]> => {
  const withoutData = { metadataOnly: true };
  const times: number[] = [];
  let key = await packets.getFirstKeyPacket(withoutData);
  while (key && key.timestamp < startSeconds + windowSeconds) {
    times.push(key.timestamp);
    key = await packets.getNextKeyPacket(key, withoutData);
  }
  return times;
};

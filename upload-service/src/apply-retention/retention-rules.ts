import type { ListedEntry } from '#api/library-entry';
import type { Stream } from '../library/postings.ts';

/** After how many days videos are deleted, 0 for never; a camera's own rule overrides the general one. */
export type RetentionRules = { days: number; byCamera: ReadonlyMap<string, number> };

/** One rule: the videos it covers, and the instant before which it deletes them. */
export type Rule = { stream: Stream; before: string; concerns: (camera?: string) => boolean };

const DAY_MS = 86_400_000;

/** Every rule that deletes something, with its current cutoff. */
export const rulesAt = (now: number, { days, byCamera }: RetentionRules): Rule[] => {
  const before = (age: number) => new Date(now - age * DAY_MS).toISOString();
  const ofCameras = [...byCamera].map(([camera, age]): Rule & { age: number } => ({
    age,
    stream: `camera|${camera}`,
    before: before(age),
    concerns: () => true,
  }));
  const ofAll: Rule & { age: number } = {
    age: days,
    stream: 'all',
    before: before(days),
    concerns: (camera) => camera === undefined || !byCamera.has(camera),
  };
  return [...ofCameras, ofAll].filter(({ age }) => age > 0);
};

/**
 * Whether a rule deletes this video: it was recorded and uploaded before the cutoff, and is not kept. Both dates count,
 * so that a new upload is safe even if the recording is old or the camera's clock is wrong.
 */
export const isDue = (
  // Entries of earlier versions lack the time of upload.
  { camera, recorded, uploadedAt = recorded.at, kept }: ListedEntry,
  { before, concerns }: Rule,
): boolean => !kept && concerns(camera) && recorded.at < before && uploadedAt < before;

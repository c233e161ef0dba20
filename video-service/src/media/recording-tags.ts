/** What a container says of when it was recorded, as it says it; nothing here has been believed yet. */
export type RecordingTags = {
  /** Apple's, which carries the offset of the camera's clock. */
  creationDate?: string;
  /** UTC by specification, and the local time in many cameras. */
  creationTime?: string;
};

/** A container's own statements about when it was recorded, unverified. */
export type RecordingTags = {
  /** Apple's tag, which includes the offset of the camera's clock. */
  creationDate?: string;
  /** UTC by specification, local time in many cameras. */
  creationTime?: string;
};

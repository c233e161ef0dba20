/** The id prefix of each recorder, which its recordings have as their source. */
export const RECORDER = 'recorder-';

/** The file name of a new recording, such as "Recording 2026-11-26 12.43.05.webm". */
export const recordingName = (extension: string, now = new Date()): string =>
  // The Swedish locale formats dates like ISO 8601; file names cannot contain colons.
  `Recording ${now.toLocaleString('sv-SE').replaceAll(':', '.')}.${extension}`;

/** What the id of each recorder begins with, which its recordings carry as their source. */
export const RECORDER = 'recorder-';

/** The file name of a recording that was made just now, such as "Recording 2026-11-26 12.43.05.webm". */
export const recordingName = (extension: string, now = new Date()): string =>
  // Swedes write the date as ISO 8601 does; a colon has no place in a file name.
  `Recording ${now.toLocaleString('sv-SE').replaceAll(':', '.')}.${extension}`;

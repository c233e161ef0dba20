/**
 * The file format of captures: everything that depends on it uses this, except their encoding (take-pictures.ts) and
 * the suffix in buckets.yml. A session does not store its captures' keys: before a change of the extension, make
 * captureKey and parseCaptureKey accept the old one for the sessions that have it.
 */
export const CAPTURE_FORMAT = {
  extension: 'png',
  type: 'image/png',
  /** The size is in the first bytes: https://www.w3.org/TR/png-3/#11IHDR */
  headerBytes: 24,
  sizeAt: { width: 16, height: 20 },
} as const;

/** The pixels of a capture, from its first bytes. */
export const captureSize = (header: Uint8Array) => {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const { width, height } = CAPTURE_FORMAT.sizeAt;
  return { width: view.getUint32(width), height: view.getUint32(height) };
};

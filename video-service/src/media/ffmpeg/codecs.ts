// VP9 and AV1: a packet is one picture, and those of key frames can be decoded by themselves.
const WEB_CODECS = new Set(['vp9', 'av1']);

/** Whether most decoders of this codec ignore -skip_frame, so that packets must be dropped before them. */
export const isUnskippable = (codec: string): boolean => WEB_CODECS.has(codec);

/**
 * Whether a packet of this codec comes out of its decoder at once, so that FFmpeg need not decode the first ones to
 * learn how many are held back.
 */
export const isInOrder = (codec: string): boolean => WEB_CODECS.has(codec);

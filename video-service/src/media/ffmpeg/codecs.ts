// VP9 and AV1: a packet is one picture, and those of key frames can be decoded by themselves.
const WEB_CODECS = new Set(['vp9', 'av1']);

/** Whether most decoders of this codec ignore -skip_frame, so that packets must be dropped before them. */
export const isUnskippable = (codec: string): boolean => WEB_CODECS.has(codec);

/** Whether frames of this codec are always stored in the order in which they are shown. */
export const isInOrder = (codec: string): boolean => WEB_CODECS.has(codec);

const FILE_TYPE_BOX = Buffer.from('00000020667479706d703432000000006d70343269736f6d', 'hex');

/** Data that begins like an MP4, which is all that the bot checks, and has about the requested length. */
export const mp4 = (bytes: number) => Buffer.concat([FILE_TYPE_BOX, Buffer.alloc(bytes, 7)]);

/** A video that somebody has put into the source bucket. */
export type Upload = { id: string; key: string; etag: string; file: Buffer; at: number };

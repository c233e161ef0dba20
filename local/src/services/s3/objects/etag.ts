/** A raw ETag. */
export const quote = (etag: string) => `"${etag}"`;

/** An ETag as stored in the index; clients send it with or without quotes. */
export const unquote = (text: string) => text.trim().replace(/^(?:W\/)?"(.*)"$/u, '$1');

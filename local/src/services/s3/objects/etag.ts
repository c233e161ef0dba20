/** An ETag as it goes over the wire. */
export const quote = (etag: string) => `"${etag}"`;

/** An ETag as the index has it; clients send it with quotes or without. */
export const unquote = (text: string) => text.trim().replace(/^(?:W\/)?"(.*)"$/u, '$1');

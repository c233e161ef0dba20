/** Encodes a key as S3 does in events and lists: a space becomes "+", a slash stays. */
export const formEncode = (key: string) =>
  new URLSearchParams({ '': key }).toString().slice(1).replaceAll('%2F', '/');

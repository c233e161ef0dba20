/** The origins, besides its own, that the page may access. */
export type Origins = { source: string; renders: string; webSocket: string };

/** Allows only the page's own scripts and styles, nothing inline, and media from the two buckets. */
export const contentSecurityPolicy = ({ source, renders, webSocket }: Origins) =>
  Object.entries({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'font-src': ["'self'"],
    // Videos being sent or recorded are shown from the browser's memory.
    'img-src': ["'self'", 'blob:', source, renders],
    // Tracks come from the page's own API.
    'media-src': ["'self'", 'blob:', source, renders],
    'connect-src': ["'self'", source, webSocket],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  })
    .map(([directive, sources]) => [directive, ...new Set(sources)].join(' '))
    .join('; ');

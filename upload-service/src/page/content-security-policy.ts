/** The places the page may talk to besides its own. */
export type Origins = { source: string; renders: string; webSocket: string };

/** Only the page's own scripts and styles, nothing inline, and media from the two buckets. */
export const contentSecurityPolicy = ({ source, renders, webSocket }: Origins) =>
  Object.entries({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'font-src': ["'self'"],
    // A video that is being sent or recorded is shown from the browser's memory.
    'img-src': ["'self'", 'blob:', source, renders],
    // Tracks are the page's own API's.
    'media-src': ["'self'", 'blob:', source, renders],
    'connect-src': ["'self'", source, webSocket],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  })
    .map(([directive, sources]) => [directive, ...new Set(sources)].join(' '))
    .join('; ');

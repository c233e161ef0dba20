const MINUTE = 60;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** For how many seconds a signed link works. */
export const LINK_SECONDS = { view: HOUR, upload: 15 * MINUTE };

/** After how many seconds the page requests new links, so that none expires in use. */
export const RENEW_LINKS_SECONDS = LINK_SECONDS.view * 0.75;

/** For how many seconds a signed token of the owner is valid. */
export const TOKEN_SECONDS = { cookie: 30 * DAY, socketTicket: MINUTE };

/**
 * For how many seconds a table keeps a row. Tombstones outlive every delivery that could restore a video: SNS tries for
 * 23 days, and a dead letter stays for 14.
 */
export const ROW_SECONDS = {
  session: 90 * DAY,
  tombstone: 90 * DAY,
  /** The finished steps of a session without a metadata.json. */
  step: DAY,
  /** API Gateway closes a WebSocket after two hours. */
  connection: 2 * HOUR,
  /** A counter, after its period has ended. */
  limit: DAY,
  libraryTombstone: 40 * DAY,
  /** Of a person with the bot; it is kept as long as the video, if there is one. */
  conversation: 30 * DAY,
  askedToDelete: DAY,
  deletionRequest: 90 * DAY,
};

/** A moment so many seconds after another, in epoch seconds, as DynamoDB's time to live and tokens have it. */
export const expiryAfter = (seconds: number, fromMs = Date.now()): number =>
  Math.floor(fromMs / 1000) + seconds;

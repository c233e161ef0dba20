/** A file that the bank has accepted; one that is not a video must fail. */
export type Dropped = { key: string; isVideo: boolean };

/** The content of one metadata.json. */
export type Outcome = {
  /** Its key in the render bucket. */
  at: string;
  video: string;
  status: 1 | -1;
  revision: number;
  code?: string | undefined;
};

/** The visible state of the bank, once it is idle. */
export type Seen = {
  dropped: Dropped[];
  /** The keys of the objects under videos/. */
  objects: string[];
  outcomes: Outcome[];
  /** The metadata.json of each Render Ready. */
  told: string[];
};

export type Account = { ready: number; failed: Record<string, number>; problems: string[] };

// The result of three crashed tries, on AWS too.
const OF_THE_MACHINE = new Set(['SESSION_FAILED', 'GIF_FAILED', 'CAPTURES_FAILED']);

/** Counts how the videos ended, and names each that did not end exactly once, or not as expected. */
export const accountFor = ({ dropped, objects, outcomes, told }: Seen): Account => {
  const byVideo = Map.groupBy(outcomes, ({ video }) => video);
  const kept = new Set(objects);
  const tellings = Map.groupBy(told, (at) => at);
  const notVideos = new Set(dropped.filter(({ isVideo }) => !isVideo).map(({ key }) => key));
  const failures = outcomes.filter(({ status }) => status === -1);

  return {
    ready: outcomes.length - failures.length,
    failed: countBy(failures.map(({ code = 'without a code' }) => code)),
    problems: [
      ...dropped
        .filter(({ key }) => !kept.has(key))
        .map(({ key }) => `${key} was accepted and is lost`),
      ...objects
        .filter((key) => byVideo.get(key)?.length !== 1)
        .map((key) => `${key} has ${byVideo.get(key)?.length ?? 0} outcomes`),
      ...outcomes
        .filter(({ video }) => !kept.has(video))
        .map(({ video }) => `${video} has an outcome and no object`),
      ...outcomes
        .filter(({ at, revision }) => tellings.get(at)?.length !== revision)
        .map(
          ({ at, video, revision }) =>
            `${video} was told ${tellings.get(at)?.length ?? 0} times and has ${revision} revisions`,
        ),
      ...outcomes.flatMap((outcome) => judge(outcome, notVideos.has(outcome.video))),
    ],
  };
};

const judge = ({ video, status, code = '' }: Outcome, isNoVideo: boolean) => {
  if (isNoVideo) return code === 'NOT_A_VIDEO' ? [] : [`${video} is no video and ended otherwise`];
  return status === 1 || OF_THE_MACHINE.has(code)
    ? []
    : [`${video} is a sound video and failed with ${code}`];
};

const countBy = (names: string[]) =>
  Object.fromEntries(
    [...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]),
  );

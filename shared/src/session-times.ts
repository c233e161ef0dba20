/** How often the sweep settles what is left of open sessions, as in video-service/serverless.yml. */
export const SWEEP_SECONDS = 60;

/**
 * After how many seconds without progress the sweep restarts a session: longer than all tries of the slowest step,
 * which are three of five minutes, with three minutes in between.
 */
export const PATIENCE_SECONDS = 1800;

/** After how many seconds no run of a function can still be active: Lambda ends each after 15 minutes. */
export const LONGEST_RUN_SECONDS = 16 * 60;

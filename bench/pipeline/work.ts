/** The time and CPU of some videos, from the first to the last. */
export type Work = { wallSeconds: number; cpuSeconds: number };

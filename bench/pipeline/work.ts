/** What some videos took, from the first to the last of them. */
export type Work = { wallSeconds: number; cpuSeconds: number };

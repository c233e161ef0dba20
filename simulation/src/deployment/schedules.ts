/** How often each function runs by itself, in seconds. */
export const SCHEDULES = {
  status: 60,
  deleteVideo: 300,
  applyRetention: 3600,
} as const;

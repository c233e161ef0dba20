/** The result of the work; undefined if it takes longer, in which case it continues in the background. */
export const within = async <Result>(ms: number, work: () => Promise<Result>) => {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  // A connection keeps the caller alive; the timer alone must not.
  const timer = setTimeout(resolve, ms, undefined).unref();
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
};

/** The same read, except that calls for the same id share one that is already running. */
export const shareReads = <Result>(
  read: (id: string) => Promise<Result>,
): ((id: string) => Promise<Result>) => {
  const running = new Map<string, Promise<Result>>();
  return (id) => {
    const shared = running.get(id) ?? read(id).finally(() => running.delete(id));
    running.set(id, shared);
    return shared;
  };
};

/** Keeps what comes until there is someone to hear it. */
export const createBacklog = <Item>() => {
  const kept: Item[] = [];
  let hear = (item: Item): void => void kept.push(item);
  return {
    push: (item: Item): void => hear(item),

    /** Hands over what has been kept, and from now on whatever comes. */
    drain(to: (item: Item) => void): void {
      hear = to;
      kept.splice(0).forEach(to);
    },
  };
};

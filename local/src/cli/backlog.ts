/** Buffers events until there is a listener. */
export const createBacklog = <Item>() => {
  const kept: Item[] = [];
  let hear = (item: Item): void => void kept.push(item);
  return {
    push: (item: Item): void => hear(item),

    /** Passes on the buffered events, and all later ones. */
    drain(to: (item: Item) => void): void {
      hear = to;
      kept.splice(0).forEach(to);
    },
  };
};

/** The tokens of an expression, read from the front. */
export type Tokens = ReturnType<typeof tokensOf>;

const TOKEN = /<=|>=|<>|[=<>(),.+]|-(?!\w)|[#:]?[\w-]+/gu;

export const tokensOf = (expression: string) => {
  const tokens = expression.match(TOKEN) ?? [];
  let at = 0;
  const peek = () => tokens[at] ?? '';
  const is = (word: string) => peek().toUpperCase() === word;
  const take = () => {
    at += 1;
    return tokens[at - 1] ?? '';
  };
  return {
    peek,
    take,
    isOver: () => at >= tokens.length,

    /** Consumes the token if it is next. */
    takeIf: (word: string): boolean => {
      const found = is(word);
      if (found) at += 1;
      return found;
    },

    expect: (word: string): void => {
      if (!is(word)) throw new Error(`"${word}" is missing in "${expression}" before "${peek()}"`);
      at += 1;
    },

    /** A path such as `said.#part.settled`, as tokens. */
    takePath: (): string[] => {
      const path = [take()];
      while (is('.')) {
        at += 1;
        path.push(take());
      }
      return path;
    },
  };
};

/** An attribute's name, or the names that lead to one inside maps. A name is never split, whatever it contains. */
export type Path = string | readonly string[];

export type Placeholders = ReturnType<typeof createPlaceholders>;

/**
 * The names and values of a request's expressions. None is written into an expression itself, so reserved words and
 * special characters are allowed everywhere.
 */
export const createPlaceholders = () => {
  const names = new Map<string, string>();
  const values: unknown[] = [];

  const placeholderOf = (name: string): string => {
    const placeholder = names.get(name) ?? `#${names.size}`;
    names.set(name, placeholder);
    return placeholder;
  };

  return {
    name: (path: Path): string => [path].flat().map(placeholderOf).join('.'),

    value: (value: unknown): string => `:${values.push(value) - 1}`,

    /** The placeholders used so far; DynamoDB refuses empty lists of them. */
    parameters: () => ({
      ...(names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries(
          [...names].map(([name, placeholder]) => [placeholder, name]),
        ),
      }),
      ...(values.length > 0 && {
        ExpressionAttributeValues: Object.fromEntries(
          values.map((value, index) => [`:${index}`, value]),
        ),
      }),
    }),
  };
};

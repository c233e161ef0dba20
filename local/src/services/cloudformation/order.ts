/** The dependencies of each name; a dependency may have no entry. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** The names of the graph in dependency order. Throws for a cycle, with its names. */
export const inOrder = (graph: Graph): string[] => {
  const ordered = new Set<string>();
  const visit = (name: string, path: string[]) => {
    if (ordered.has(name) || !graph.has(name)) return;
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name].join(' → ');
      throw new Error(`circular dependency: ${circle}`);
    }
    for (const needed of graph.get(name) ?? []) visit(needed, [...path, name]);
    ordered.add(name);
  };
  for (const name of graph.keys()) visit(name, []);
  return [...ordered];
};

/** All direct and indirect dependencies of a name. */
export const neededBy = (name: string, graph: Graph): Set<string> => {
  const needed = new Set<string>();
  const visit = (current: string) => {
    for (const next of graph.get(current) ?? []) {
      if (needed.has(next)) continue;
      needed.add(next);
      visit(next);
    }
  };
  visit(name);
  return needed;
};

import { resolve } from './intrinsics.ts';
import { inOrder } from './order.ts';
import { importsIn } from './references.ts';
import { createScope } from './scope.ts';
import { parseTemplate } from './template.ts';

/** A compiled template and the name of its stack. */
export type Stack = { name: string; template: unknown };

/** A stack with the names of its exports and imports, which may use only pseudo parameters. */
export type LinkedStack = Stack & { exports: string[]; imports: string[] };

/** The stacks, each after those whose exports it imports. */
export const orderStacks = (stacks: Stack[]): LinkedStack[] => {
  const linked = stacks.map(link);
  const exporters = new Map(linked.flatMap(({ name, exports }) => exports.map((e) => [e, name])));
  const graph = new Map(
    linked.map(({ name, imports }) => [name, imports.map((i) => exporters.get(i) ?? '')]),
  );
  const order = inOrder(graph);
  return linked.sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
};

const link = (stack: Stack): LinkedStack => {
  const { Outputs, Resources } = parseTemplate(stack.template);
  const nameOf = (name: unknown) => String(resolve(name, createScope(stack.name)));
  return {
    ...stack,
    exports: Object.values(Outputs).flatMap(({ Export }) => (Export ? [nameOf(Export.Name)] : [])),
    imports: [...new Set(importsIn([Resources, Outputs]).map(nameOf))],
  };
};

import * as v from 'valibot';
import { resolve, Text, type Scope } from './intrinsics.ts';
import { naming } from './naming.ts';
import { inOrder, neededBy } from './order.ts';
import type { LinkedStack } from './order-stacks.ts';
import { referencesIn } from './references.ts';
import type { Place, Planned, ResourceKinds } from './resource-kind.ts';
import { createScope } from './scope.ts';
import { parseTemplate, type Template, type TemplateResource } from './template.ts';

/** A planned resource; `madeAfter` are the resources of its stack that must exist before it. */
export type PlannedResource = Planned & {
  logicalId: string;
  type: string;
  properties: unknown;
  retain: boolean;
  madeAfter: ReadonlySet<string>;
};

/** A planned stack, with its resources in the order of creation. */
export type StackPlan = {
  name: string;
  resources: PlannedResource[];
  outputs: Output[];
  exports: Map<string, string>;
  imports: string[];
};

/** An output of a stack, and its export name. */
export type Output = { name: string; value: string; description?: string; exportName?: string };

/** The supported kinds of resources, and values for templates' parameters. */
export type Offer = { kinds: ResourceKinds; parameters: Record<string, string> };

/** Plans a stack without changing anything; `exported` are the exports of other stacks. Errors name the resource. */
export const planStack = (
  stack: LinkedStack,
  { kinds, parameters: given }: Offer,
  exported: ReadonlyMap<string, string>,
): StackPlan => {
  const template = parseTemplate(stack.template);
  const planned = new Map<string, PlannedResource>();
  const parameters = Object.fromEntries(parametersOf(template, given));
  const conditions = template.Conditions;
  const scope = createScope(stack.name, { parameters, conditions, planned, exported });
  for (const { logicalId, resource, madeAfter } of inMakingOrder(wantedIn(template, scope))) {
    const place = { stack: stack.name, logicalId };
    const plan = naming(`${logicalId} (${resource.Type})`, () =>
      planResource(place, resource, { kinds, scope }),
    );
    planned.set(logicalId, { ...plan, logicalId, madeAfter });
  }
  const outputs = [...outputsIn(template, scope)];
  return {
    name: stack.name,
    resources: [...planned.values()],
    outputs,
    exports: new Map(
      outputs.flatMap(({ exportName, value }) =>
        exportName === undefined ? [] : [[exportName, value]],
      ),
    ),
    imports: stack.imports,
  };
};

function* parametersOf(
  { Parameters }: Template,
  given: Record<string, string>,
): Generator<[string, string]> {
  for (const [name, { Default }] of Object.entries(Parameters)) {
    const value = given[name] ?? Default;
    if (value === undefined) throw new Error(`the parameter ${name} has no value`);
    yield [name, value];
  }
}

const isWanted = ({ Condition }: { Condition?: string | undefined }, scope: Scope) =>
  Condition === undefined || scope.condition(Condition);

const wantedIn = ({ Resources }: Template, scope: Scope) =>
  new Map(Object.entries(Resources).filter(([, resource]) => isWanted(resource, scope)));

const inMakingOrder = (resources: Map<string, TemplateResource>) => {
  const graph = new Map(
    Array.from(resources, ([id, { DependsOn, Properties }]) => [
      id,
      [...DependsOn, ...referencesIn(Properties).map(({ logicalId }) => logicalId)],
    ]),
  );
  const order = inOrder(graph);
  return Array.from(resources, ([logicalId, resource]) => ({
    logicalId,
    resource,
    madeAfter: neededBy(logicalId, graph),
  })).sort((one, other) => order.indexOf(one.logicalId) - order.indexOf(other.logicalId));
};

const planResource = (
  place: Place,
  { Type, Properties, DeletionPolicy }: TemplateResource,
  { kinds, scope }: { kinds: ResourceKinds; scope: Scope },
) => {
  const kind = kinds[Type];
  if (!kind) throw new Error('the local engine does not know this type of resource');
  const properties = resolve(Properties, scope);
  const retain = DeletionPolicy !== 'Delete';
  return { ...kind.plan(properties, place), type: Type, properties, retain };
};

function* outputsIn({ Outputs }: Template, scope: Scope): Generator<Output> {
  for (const [name, output] of Object.entries(Outputs)) {
    if (!isWanted(output, scope)) continue;
    const value = naming(`output ${name}`, () => v.parse(Text, resolve(output.Value, scope)));
    yield {
      ...{ name, value },
      ...(output.Description !== undefined && { description: output.Description }),
      ...(output.Export && { exportName: v.parse(v.string(), resolve(output.Export.Name, scope)) }),
    };
  }
}

import * as v from 'valibot';

/** Per stack: defaults of its parameters, and changes to its resources. */
export type TemplateChanges = {
  parameters?: Record<string, string>;
  resources: Record<string, ResourceChange>;
};

/** Properties, and functions' environment variables, that replace those of a resource. */
type ResourceChange = { properties?: object; environment?: object };

const Resource = v.looseObject({ Type: v.string(), Properties: v.optional(v.looseObject({})) });
const Template = v.looseObject({
  Parameters: v.record(v.string(), v.looseObject({})),
  Resources: v.record(v.string(), Resource),
});
const Environment = v.looseObject({ Variables: v.optional(v.looseObject({}), {}) });

/** The same template with some changes. */
export const changedTemplate = (template: unknown, changes: TemplateChanges) => {
  const { Parameters, Resources, ...rest } = v.parse(Template, template);
  const parameters = Object.entries(changes.parameters ?? {}).map(([name, Default]) => {
    return [name, { ...Parameters[name], Default }] as const;
  });
  const resources = Object.entries(changes.resources).map(([id, change]) => {
    return [id, changedResource(v.parse(Resource, Resources[id]), change)] as const;
  });
  return {
    ...rest,
    Parameters: { ...Parameters, ...Object.fromEntries(parameters) },
    Resources: { ...Resources, ...Object.fromEntries(resources) },
  };
};

const changedResource = (
  { Properties = {}, ...resource }: v.InferOutput<typeof Resource>,
  { properties, environment }: ResourceChange,
) => {
  const { Variables } = v.parse(Environment, Properties['Environment'] ?? {});
  const changed: Record<string, unknown> = { ...Properties, ...properties };
  if (environment) changed['Environment'] = { Variables: { ...Variables, ...environment } };
  return { ...resource, Properties: changed };
};

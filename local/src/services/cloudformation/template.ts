import * as v from 'valibot';

const anything = v.unknown();

const Resource = v.strictObject({
  Type: v.string(),
  Properties: v.optional(v.record(v.string(), anything), {}),
  DependsOn: v.optional(
    v.union([
      v.pipe(
        v.string(),
        v.transform((id) => [id]),
      ),
      v.array(v.string()),
    ]),
    [],
  ),
  Condition: v.optional(v.string()),
  DeletionPolicy: v.optional(v.picklist(['Delete', 'Retain', 'RetainExceptOnCreate']), 'Delete'),
  UpdateReplacePolicy: v.optional(v.picklist(['Delete', 'Retain']), 'Delete'),
  Metadata: v.optional(anything),
});

const Output = v.strictObject({
  Value: anything,
  Description: v.optional(v.string()),
  Condition: v.optional(v.string()),
  Export: v.optional(v.strictObject({ Name: anything })),
});

const Parameter = v.strictObject({
  Type: v.literal('String'),
  Default: v.optional(v.string()),
  Description: v.optional(v.string()),
  NoEcho: v.optional(v.boolean()),
});

const Template = v.strictObject({
  AWSTemplateFormatVersion: v.optional(v.literal('2010-09-09')),
  Description: v.optional(v.string()),
  Parameters: v.optional(v.record(v.string(), Parameter), {}),
  Conditions: v.optional(v.record(v.string(), anything), {}),
  Resources: v.record(v.string(), Resource),
  Outputs: v.optional(v.record(v.string(), Output), {}),
});

/** The supported parts of a compiled CloudFormation template. */
export type Template = v.InferOutput<typeof Template>;
export type TemplateResource = v.InferOutput<typeof Resource>;

/** Parses a compiled template; anything unsupported is an error that names it. */
export const parseTemplate = (template: unknown): Template => {
  const result = v.safeParse(Template, template);
  if (result.success) return result.output;
  throw new Error(describeIssues(result.issues));
};

/** The errors of an object, one clause each, with the path. */
export const describeIssues = (issues: readonly v.BaseIssue<unknown>[]): string =>
  issues.map(describeIssue).join('; ');

const describeIssue = (issue: v.BaseIssue<unknown>) => {
  const path = v.getDotPath(issue) ?? '';
  return issue.type === 'strict_object' && issue.expected === 'never'
    ? `the local engine does not know ${path}`
    : `${path}: ${issue.message}`;
};

import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { referencesIn } from '../../../local/src/services/cloudformation/references.ts';
import {
  parseTemplate,
  type Template,
} from '../../../local/src/services/cloudformation/template.ts';
import { propertyProblems } from './property-problems.ts';

const specification = loadAwsServiceSpecSync();

/** The errors of a compiled template according to AWS's resource specification, one per line. */
export const problemsIn = (template: unknown): string[] => {
  const parsed = parseTemplate(template);
  return [...resourceProblems(parsed), ...referenceProblems(parsed)];
};

const specOf = (type: string) =>
  specification.lookup('resource', 'cloudFormationType', 'equals', type)[0];

const resourceProblems = ({ Resources }: Template) =>
  Object.entries(Resources).flatMap(([id, { Type, Properties, DependsOn }]) => {
    const spec = specOf(Type);
    if (!spec) return [`${id}: ${Type} is not a resource type`];
    const missing = DependsOn.filter((other) => !(other in Resources));
    return [
      ...missing.map((other) => `${id}: depends on ${other}, which does not exist`),
      ...propertyProblems(specification, spec.properties, { value: Properties, path: id }),
    ];
  });

const referenceProblems = ({ Resources, Outputs, Parameters }: Template) =>
  referencesIn([Resources, Outputs]).flatMap(({ logicalId, attribute }) => {
    if (logicalId.startsWith('AWS::') || logicalId in Parameters) return [];
    const resource = Resources[logicalId];
    if (!resource) return [`reference to ${logicalId}, which does not exist`];
    const isKnown =
      attribute === undefined || attribute in (specOf(resource.Type)?.attributes ?? {});
    return isKnown ? [] : [`${resource.Type} has no attribute ${attribute} (${logicalId})`];
  });

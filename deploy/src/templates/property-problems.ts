import type { PropertyType, ResourceProperties, SpecDatabase } from '@aws-cdk/service-spec-types';
import { intrinsicIn } from '../../../local/src/services/cloudformation/intrinsics.ts';

/** A value somewhere in a template. */
type Spot = { value: unknown; path: string };

/** Unknown, missing and invalid properties of an object, each with its path. */
export const propertyProblems = (
  specification: SpecDatabase,
  properties: ResourceProperties,
  { value, path }: Spot,
): string[] => {
  if (!isObject(value)) return [`${path}: an object is expected`];
  const missing = Object.entries(properties)
    .filter(([name, { required }]) => required && !(name in value))
    .map(([name]) => `${path}.${name} is missing`);
  const wrong = Object.entries(value).flatMap(([name, item]) => {
    const property = properties[name];
    const spot = { value: item, path: `${path}.${name}` };
    return property
      ? valueProblems(specification, property.type, spot)
      : [`${spot.path} is not known`];
  });
  return [...missing, ...wrong];
};

const valueProblems = (specification: SpecDatabase, type: PropertyType, spot: Spot): string[] => {
  const { value, path } = spot;
  // The result of an intrinsic function is known only at deployment.
  if (isObject(value) && intrinsicIn(value)) return [];
  switch (type.type) {
    case 'ref':
      return propertyProblems(
        specification,
        specification.get('typeDefinition', type.reference).properties,
        spot,
      );
    case 'array':
      if (!Array.isArray(value)) return [`${path}: a list is expected`];
      return value.flatMap((item, index) =>
        valueProblems(specification, type.element, { value: item, path: `${path}.${index}` }),
      );
    case 'map':
      if (!isObject(value)) return [`${path}: a map is expected`];
      return Object.entries(value).flatMap(([key, item]) =>
        valueProblems(specification, type.element, { value: item, path: `${path}.${key}` }),
      );
    case 'union': {
      const all = type.types.map((one) => valueProblems(specification, one, spot));
      return all.some((problems) => problems.length === 0) ? [] : (all[0] ?? []);
    }
    default:
      return primitiveProblem(type, spot);
  }
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// CloudFormation also accepts numbers and booleans as text.
const FITS: Partial<Record<PropertyType['type'], (value: unknown) => boolean>> = {
  string: (value) => ['string', 'number', 'boolean'].includes(typeof value),
  'date-time': (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(Number(value)) && value !== '',
  number: (value) => Number.isFinite(Number(value)) && value !== '',
  boolean: (value) => [true, false, 'true', 'false'].includes(value as boolean),
  json: (value) => typeof value === 'object',
  tag: isObject,
};

const primitiveProblem = (type: PropertyType, { value, path }: Spot): string[] => {
  if (!FITS[type.type]?.(value)) return [`${path}: ${type.type} is expected`];
  const allowed = 'allowedValues' in type ? type.allowedValues : undefined;
  return !allowed || allowed.some((one) => String(one) === String(value))
    ? []
    : [`${path}: ${String(value)} is not one of ${allowed.join(', ')}`];
};

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { parse } from 'yaml';

const FILE = path.resolve(import.meta.dirname, '../../../docs/openapi.yml');
const METHODS = ['get', 'put', 'post', 'delete'] as const;

const Reference = v.object({ $ref: v.string() });
const Content = v.record(v.string(), v.object({ schema: v.unknown() }));
const Answer = v.object({ description: v.string(), content: v.optional(Content, {}) });
const Parameter = v.object({
  name: v.string(),
  in: v.picklist(['query', 'path']),
  schema: v.unknown(),
  example: v.optional(v.unknown()),
});
const Operation = v.object({
  parameters: v.optional(v.array(v.union([Reference, Parameter])), []),
  responses: v.record(v.string(), v.union([Reference, Answer])),
  security: v.optional(v.array(v.unknown())),
});
const Properties = v.object({ properties: v.record(v.string(), v.unknown()) });
const Document = v.object({
  openapi: v.literal('3.1.0'),
  paths: v.record(v.string(), v.record(v.string(), v.unknown())),
  components: v.record(v.string(), v.record(v.string(), v.unknown())),
});

/** docs/openapi.yml: its routes, their parameters, and the errors of a response. */
export const readOpenApi = async () => {
  const document = v.parse(Document, parse(await readFile(FILE, 'utf8')));
  const ajv = new Ajv2020({ strict: false, allErrors: true }).addSchema(document, 'openapi');

  const resolve = (given: unknown): unknown => {
    if (!v.is(Reference, given)) return given;
    const [, , kind = '', name = ''] = given.$ref.split('/');
    return document.components[kind]?.[name];
  };
  const operation = (route: string) => {
    const [method = '', address = ''] = route.split(' ');
    return v.parse(Operation, document.paths[address]?.[method.toLowerCase()]);
  };

  return {
    routes: Object.entries(document.paths)
      .flatMap(([address, item]) =>
        METHODS.filter((method) => item[method]).map(
          (method) => `${method.toUpperCase()} ${address}`,
        ),
      )
      .toSorted(),

    /** The properties of a described type. */
    propertiesOf: (schema: string) =>
      Object.keys(v.parse(Properties, document.components['schemas']?.[schema]).properties),

    /** Where a response is described as an object that may have properties nobody has described. */
    openObjects: () =>
      [
        ...Object.entries(document.paths).flatMap(([address, item]) =>
          METHODS.filter((method) => item[method]).map(
            (method) =>
              [`${method} ${address}`, v.parse(Operation, item[method]).responses] as const,
          ),
        ),
        ...Object.entries(document.components).filter(([kind]) => RESPONSES.has(kind)),
      ].flatMap(([where, described]) => openIn(described, where)),

    /** Whether strangers may call it. */
    isOpen: (route: string) => operation(route).security?.length === 0,

    parameters: (route: string) =>
      operation(route).parameters.map((each) => v.parse(Parameter, resolve(each))),

    /** The errors of a response; none if it is as described. */
    problemsIn: async (route: string, answer: Response): Promise<string[]> => {
      const described = operation(route).responses[answer.status];
      if (!described) return [`${route} answers ${answer.status}, which is not described`];
      const { content } = v.parse(Answer, resolve(described));
      const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
      if (Object.keys(content).length === 0) return [];
      const schema = content[type]?.schema;
      if (schema === undefined) return [`${route} answers ${type}, which is not described`];
      if (type !== 'application/json') return [];
      const validate = ajv.compile(within(schema));
      return validate(await answer.json())
        ? []
        : (validate.errors ?? []).map(
            ({ instancePath, message }) =>
              `${route} ${answer.status} ${instancePath} ${message ?? ''}`,
          );
    },
  };
};

const RESPONSES = new Set(['responses', 'schemas']);

const openIn = (node: unknown, where: string): string[] => {
  if (typeof node !== 'object' || node === null) return [];
  const isOpen =
    'type' in node &&
    node.type === 'object' &&
    !('additionalProperties' in node || 'maxProperties' in node);
  return [
    ...(isOpen ? [where] : []),
    ...Object.entries(node).flatMap(([key, value]) => openIn(value, `${where}/${key}`)),
  ];
};

// References are to the whole document.
const within = (schema: unknown): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as object;

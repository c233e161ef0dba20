import path from 'node:path';
import {
  parseTemplate,
  type Template,
} from '../../../../local/src/services/cloudformation/template.ts';
import { findFfmpeg } from '../../packaging/ffmpeg-binaries.ts';
import { packageStacks } from '../../packaging/package-stacks.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');

/** A resource of a stack with its properties. */
export type Resource = { id: string; properties: Record<string, unknown> };

export type ReadStack = Awaited<ReturnType<typeof readStacks>>[number];

/** The three stacks as they are deployed, by name. */
export const readStacks = async () => {
  const binaries = await findFfmpeg();
  const packaged = await packageStacks({ root: ROOT, binaries, onProgress: () => undefined });
  return packaged.map(({ name, template, code }) => {
    const parsed = parseTemplate(template);
    return { name, template: parsed, code, ofType: (type: string) => resourcesOf(parsed, type) };
  });
};

const resourcesOf = ({ Resources }: Template, type: string): Resource[] =>
  Object.entries(Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties }]) => ({ id, properties: Properties }));

/** The logical id that a `Ref` or `Fn::GetAtt` in a value names. */
export const idIn = (value: unknown) =>
  /"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/u.exec(JSON.stringify(value))?.[1];

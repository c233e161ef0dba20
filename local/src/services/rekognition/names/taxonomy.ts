import { COCO_LABELS } from './coco-labels.ts';
import { CONCEPTS } from './concepts.ts';
import { SCENE_LABELS } from './scene-labels.ts';

const ROWS = new Map([...COCO_LABELS, ...CONCEPTS, ...SCENE_LABELS].map((row) => [row[0], row]));

type Named = { Name: string };

/** What Rekognition always returns with a label; `Parents` are all its ancestors. */
export type LabelFacts = { Name: string; Parents: Named[]; Categories: Named[]; Aliases: Named[] };

/** An unknown name, from a user's own model, has neither parents nor categories. */
export const factsOf = (name: string): LabelFacts => {
  const [, category, , aliases = []] = ROWS.get(name) ?? [];
  return {
    Name: name,
    Parents: ancestorsOf(name).map(named),
    Categories: category ? [named(category)] : [],
    Aliases: aliases.map(named),
  };
};

/** The names of all ancestors of a label. */
export const ancestorsOf = (name: string): string[] => {
  const [, , parents = []] = ROWS.get(name) ?? [];
  return [...new Set(parents.flatMap((parent) => [parent, ...ancestorsOf(parent)]))].toSorted();
};

/** Whether `name` is a kind of `kind`, or `kind` itself. */
export const isKindOf = (name: string, kind: string): boolean =>
  name === kind || ancestorsOf(name).includes(kind);

const named = (Name: string): Named => ({ Name });

import { COCO_LABELS, type LabelRow } from './coco-labels.ts';

// What the labels of COCO's classes are kinds of.
const CONCEPTS: LabelRow[] = [
  ['Accessories', 'Apparel and Accessories', [], ['Accessory']],
  ['Aircraft', 'Vehicles and Automotive', ['Vehicle']],
  ['Animal', 'Animals and Pets'],
  ['Appliance', 'Home Appliances', ['Device', 'Electrical Device']],
  ['Bag', 'Apparel and Accessories'],
  ['Baggage', 'Travel and Adventure'],
  ['Baseball', 'Sports', ['Sport']],
  ['Bathroom', 'Home and Indoors', ['Room']],
  ['Brush', 'Tools and Machinery', ['Device', 'Tool']],
  ['Canine', 'Animals and Pets', ['Mammal']],
  ['Canopy', 'Home and Indoors'],
  ['Cattle', 'Animals and Pets', ['Livestock']],
  ['Citrus Fruit', 'Food and Beverage', ['Fruit']],
  ['Clothing', 'Apparel and Accessories', [], ['Apparel']],
  ['Computer', 'Technology and Computing', ['Electronics']],
  ['Computer Hardware', 'Technology and Computing', ['Electronics', 'Hardware']],
  ['Cutlery', 'Kitchen and Dining'],
  ['Dessert', 'Food and Beverage', ['Food']],
  ['Device', 'Tools and Machinery'],
  ['Electrical Device', 'Technology and Computing'],
  ['Electronics', 'Technology and Computing'],
  ['Food', 'Food and Beverage'],
  ['Formal Wear', 'Apparel and Accessories'],
  ['Fruit', 'Food and Beverage', ['Plant', 'Produce']],
  ['Furniture', 'Furniture and Furnishings'],
  ['Glass', 'Kitchen and Dining'],
  ['Glove', 'Apparel and Accessories', ['Clothing']],
  ['Hardware', 'Technology and Computing'],
  ['Hydrant', 'Tools and Machinery'],
  ['Indoors', 'Home and Indoors'],
  ['Jar', 'Home and Indoors'],
  ['Light', 'Home and Indoors'],
  ['Livestock', 'Animals and Pets', ['Mammal']],
  ['Mammal', 'Animals and Pets', ['Animal']],
  ['Pc', 'Technology and Computing', ['Computer']],
  ['Pet', 'Animals and Pets', ['Animal']],
  ['Phone', 'Technology and Computing', ['Electronics']],
  ['Plant', 'Plants and Flowers'],
  ['Pottery', 'Home and Indoors'],
  ['Produce', 'Food and Beverage', ['Food']],
  ['Publication', 'Text and Documents'],
  ['Racket', 'Sports', ['Sport']],
  ['Road Sign', 'Transport and Logistics', ['Sign']],
  ['Room', 'Home and Indoors', ['Indoors']],
  ['Screen', 'Technology and Computing', ['Electronics']],
  ['Sign', 'Symbols and Flags', ['Symbol']],
  ['Sport', 'Sports'],
  ['Sweets', 'Food and Beverage', ['Food']],
  ['Symbol', 'Symbols and Flags'],
  ['Table', 'Furniture and Furnishings', ['Furniture']],
  ['Tennis', 'Sports', ['Sport']],
  ['Tool', 'Tools and Machinery'],
  ['Toy', 'Toys and Gaming'],
  ['Transportation', 'Vehicles and Automotive'],
  ['Vegetable', 'Food and Beverage', ['Plant', 'Produce']],
  ['Vehicle', 'Vehicles and Automotive', ['Transportation']],
  ['Wildlife', 'Animals and Pets', ['Animal']],
];

const ROWS = new Map([...COCO_LABELS, ...CONCEPTS].map((row) => [row[0], row]));

type Named = { Name: string };

/** What Rekognition's answer says of a label wherever it finds it; `Parents` are all its ancestors. */
export type LabelFacts = { Name: string; Parents: Named[]; Categories: Named[]; Aliases: Named[] };

export const factsOf = (name: string): LabelFacts => {
  const [, category, , aliases = []] = rowOf(name);
  return {
    Name: name,
    Parents: ancestorsOf(name).map(named),
    Categories: [named(category)],
    Aliases: aliases.map(named),
  };
};

/** Every label that one of this name is a kind of, by name. */
export const ancestorsOf = (name: string): string[] => {
  const [, , parents = []] = rowOf(name);
  return [...new Set(parents.flatMap((parent) => [parent, ...ancestorsOf(parent)]))].toSorted();
};

const rowOf = (name: string): LabelRow => {
  const row = ROWS.get(name);
  if (!row) throw new Error(`No label is called ${name}`);
  return row;
};

const named = (Name: string): Named => ({ Name });

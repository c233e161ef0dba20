import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { drawChart } from './chart.ts';

const HOME = path.join(import.meta.dirname, '..');
const DATA = path.join(HOME, 'results.json');
const PAGE = path.join(HOME, 'results.md');
const CHART = path.join(HOME, 'results.svg');

const Measured = v.object({
  on: v.string(),
  machine: v.string(),
  isMet: v.boolean(),
  lines: v.array(v.string()),
  comparisons: v.array(
    v.object({
      title: v.string(),
      unit: v.string(),
      bars: v.array(
        v.object({
          label: v.string(),
          value: v.number(),
          isOurs: v.exactOptional(v.boolean()),
        }),
      ),
    }),
  ),
});
const Results = v.record(v.string(), Measured);

/** The output and result of one run of a section, and its machine. */
export type Measured = v.InferOutput<typeof Measured>;

/** Replaces the section's last results with the measured ones, and rewrites the page and the chart. */
export const saveResults = async (
  measured: Record<string, Measured>,
  order: string[],
): Promise<void> => {
  const all = { ...(await readResults()), ...measured };
  const results = Object.fromEntries(
    order.flatMap((name) => (all[name] ? [[name, all[name]] as const] : [])),
  );
  await writeFile(DATA, `${JSON.stringify(results, undefined, 2)}\n`);
  await writeFile(PAGE, pageOf(results));
  await writeFile(CHART, drawChart(Object.values(results).flatMap((each) => each.comparisons)));
};

const readResults = async () => {
  try {
    return v.parse(Results, JSON.parse(await readFile(DATA, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
};

const pageOf = (results: Record<string, Measured>) =>
  [
    '# Measurements',
    '',
    'Written by `npm run bench -- --save`: each section stands with the machine and the day of its last run.',
    ...Object.entries(results).map(
      ([name, { on, machine, isMet, lines }]) => `
## ${name}

${on}, ${machine}. ${isMet ? 'All goals are met.' : 'Some goals are missed.'}

\`\`\`text
${lines.join('\n')}
\`\`\``,
    ),
    '',
  ].join('\n');

import { format, parseArgs } from 'node:util';
import { benchBudget } from './budget.ts';
import { benchCost } from './cost/cost.ts';
import { benchFacebook } from './facebook.ts';
import { benchFluent } from './fluent.ts';
import { benchGrowth } from './growth/growth.ts';
import { benchLabels } from './labels.ts';
import { benchLambda } from './lambda.ts';
import { benchLength } from './length.ts';
import { benchLibrary } from './library/library.ts';
import { benchMedia } from './media/media.ts';
import { benchMoments } from './moments.ts';
import { benchPipeline } from './pipeline/pipeline.ts';
import { describeMachine } from './report/machine.ts';
import { saveResults, type Measured } from './report/results.ts';
import type { Outcome } from './report/outcome.ts';
import { benchS3 } from './s3.ts';
import { benchStart } from './start.ts';
import { benchUpload } from './upload.ts';

/** Each section prints its table and returns whether its goals are met. */
const SECTIONS: Record<string, () => Promise<boolean | Outcome>> = {
  pipeline: () => benchPipeline({ isLarge: values.large === true }),
  growth: () => benchGrowth({ isLarge: values.large === true }),
  cost: benchCost,
  fluent: benchFluent,
  media: benchMedia,
  length: benchLength,
  moments: () => benchMoments(values.clips === undefined ? undefined : Number(values.clips)),
  s3: benchS3,
  lambda: benchLambda,
  upload: benchUpload,
  facebook: benchFacebook,
  labels: () => benchLabels(values.pictures),
  library: benchLibrary,
  budget: benchBudget,
  start: benchStart,
};

const USAGE = `Usage: npm run bench -- [--save] [--large] [--clips N] [--pictures FOLDER] [SECTION…]

Measures what this project claims to be good at, against what came before it and against the limit.
Exits with 1 when a goal is missed.

--save             puts the results into bench/results.md and its chart, in place of the sections' last ones
--large            also measures what takes long: a burst of 200, a file of 2 GB, 100,000 finished sessions
--clips N          draws N clips for each corpus of moments, in place of 200
--pictures FOLDER  labels the pictures of a folder, too, which its expected.json judges:
                   {"picture.jpg": {"right": ["Car"], "wrong": ["Boat"]}} (docs/labels-model.md)

Sections (all if none is named): ${Object.keys(SECTIONS).join(', ')}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h' },
    save: { type: 'boolean' },
    large: { type: 'boolean' },
    clips: { type: 'string' },
    pictures: { type: 'string' },
  },
});
const isCount = values.clips === undefined || Number(values.clips) >= 1;
const unknown = positionals.filter((name) => !SECTIONS[name]);

if (values.help) console.log(USAGE);
else if (!isCount) {
  console.error(`--clips is no number of clips: ${values.clips}\n\n${USAGE}`);
  process.exitCode = 2;
} else if (unknown.length > 0) {
  console.error(`Unknown section: ${unknown.join(', ')}\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  const measured: Record<string, Measured> = {};
  for (const [name, section] of Object.entries(SECTIONS)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    console.log(`\n${name}`);
    const result = await measure(section);
    measured[name] = result;
    if (!result.isMet) process.exitCode = 1;
  }
  if (values.save) await saveResults(measured, Object.keys(SECTIONS));
}

async function measure(section: () => Promise<boolean | Outcome>): Promise<Measured> {
  const [on, machine] = [new Date().toISOString().slice(0, 10), await describeMachine()];
  const lines: string[] = [];
  const print = console.log;
  console.log = (...parts: unknown[]) => {
    lines.push(format(...parts));
    print(...parts);
  };
  try {
    const outcome = await section();
    const { isMet, comparisons = [] } = typeof outcome === 'boolean' ? { isMet: outcome } : outcome;
    return { on, machine, isMet, lines, comparisons };
  } finally {
    console.log = print;
  }
}

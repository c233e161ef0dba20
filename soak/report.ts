import { readFile, writeFile } from 'node:fs/promises';
import type { Account } from './outcomes.ts';
import { LABELS_A_SECOND } from './open-soak.ts';
import type { Figures } from './run-soak.ts';

const [BEGIN, END] = ['<!-- soak -->', '<!-- /soak -->'];
const MIB = 1024 ** 2;

/** The figures in Markdown, one per line. */
export const formatFigures = (figures: Figures): string => {
  const { minutes, seed, faults, underFaults, calm, footprints, refusals } = figures;
  const perRound = (bytes: number[], unit = 'MB') =>
    `${bytes.map((each) => (each / MIB).toFixed(1)).join(', ')} ${unit}`;
  return [
    `- Faults for ${minutes} minutes (seed ${seed}): ${listOf(faults)}.`,
    ...figures.notDone.map((reason) => `- **Not done:** ${reason}`),
    `- Dropped meanwhile: ${underFaults.dropped} videos, one in twenty of them no video; ${refusals} tries were cut off or refused and came again.`,
    `- They ended: ${endings(underFaults)}.`,
    `- Dropped without faults, in ${footprints.length} rounds: ${calm.dropped}. They ended: ${endings(calm)}.`,
    `- Resident memory of the engine after each round: ${perRound(footprints.map(({ rss }) => rss))}; heap ${perRound(footprints.map(({ heapUsed }) => heapUsed))}.`,
    `- On disk after each round, when its videos are deleted: objects and temporary files ${perRound(footprints.map(({ objects, temporary }) => objects + temporary))}; tables and queues, which keep a mark of each deletion, ${perRound(footprints.map(({ rows }) => rows))}.`,
    `- FFmpeg was real; labels came from a stand-in that answers ${LABELS_A_SECOND} calls a second.`,
    ...(figures.problems.length === 0
      ? ['- Lost: nothing. Told twice: nothing. Grown: nothing.']
      : figures.problems.map((problem) => `- **Not right:** ${problem}`)),
  ].join('\n');
};

/** Puts the figures into a page, between its two markers. */
export const writeFigures = async (file: string, figures: Figures): Promise<void> => {
  const page = await readFile(file, 'utf8');
  const [before, rest] = page.split(`${BEGIN}\n`);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${file} has no place for figures between ${BEGIN} and ${END}`);
  await writeFile(file, `${before}${BEGIN}\n\n${formatFigures(figures)}\n\n${END}${after}`);
};

const endings = ({ ready, failed }: Account) =>
  [`${ready} ready`, ...Object.entries(failed).map(([code, n]) => `${n} failed with ${code}`)].join(
    ', ',
  );

const listOf = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count} times`)
    .join(', ');

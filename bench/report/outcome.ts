/** A bar of the chart. */
export type Bar = { label: string; value: number; isOurs?: boolean };

/** Bars that share a scale. */
export type Comparison = { title: string; unit: string; bars: Bar[] };

/** The result of a section; `comparisons` are drawn. */
export type Outcome = { isMet: boolean; comparisons?: Comparison[] };

const met = (isMet: boolean) => (isMet ? 'met' : 'MISSED');

/** A row of a table: a name, the measured value, and the goal with its verdict. */
export const formatRow = (
  name: string,
  cells: string[],
  goal?: { text: string; isMet: boolean },
): string =>
  [
    name.padEnd(34),
    ...cells.map((cell) => cell.padStart(14)),
    ...(goal ? [`  goal ${goal.text} ${met(goal.isMet)}`] : []),
  ]
    .join('')
    .trimEnd();

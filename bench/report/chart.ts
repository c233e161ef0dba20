import type { Bar, Comparison } from './outcome.ts';

const WIDTH = 760;
const LABEL_WIDTH = 250;
const BAR_WIDTH = 330;
const ROW = 26;
const TITLE = 38;
const MARGIN = 12;

// The first four are readable on both white and black, for viewers without media queries.
const STYLE = `
  text { font: 14px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #6e7781 }
  .title { font-weight: 600 }
  .other { fill: #9ea7b0 }
  .ours { fill: #2da44e }
  @media (prefers-color-scheme: light) {
    .title { fill: #1f2328 }
  }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1 }
    .title { fill: #f0f6fc }
    .other { fill: #656c76 }
    .ours { fill: #3fb950 }
  }`;

/** The comparisons, one below the other, each as horizontal bars with its own scale; shorter is better. */
export const drawChart = (comparisons: Comparison[]): string => {
  let top = MARGIN;
  const groups = comparisons.map((comparison) => {
    const group = drawComparison(comparison, top);
    top += TITLE + comparison.bars.length * ROW + MARGIN;
    return group;
  });
  const summary = comparisons.map(summarize).join(' ');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}" role="img" aria-label="${escape(summary)}">
<style>${STYLE}
</style>
${groups.join('\n')}
</svg>
`;
};

const drawComparison = ({ title, unit, bars }: Comparison, top: number) => {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const rows = bars.map((bar, index) =>
    drawBar(bar, { top: top + TITLE + index * ROW, share: bar.value / most, unit }),
  );
  return `<text class="title" x="${MARGIN}" y="${top + 20}">${escape(title)}</text>\n${rows.join('\n')}`;
};

type Place = { top: number; share: number; unit: string };

const drawBar = (bar: Bar, { top, share, unit }: Place) => {
  const width = Math.max(2, Math.round(share * BAR_WIDTH));
  const middle = top + ROW / 2 + 1;
  const value = `${textOf(bar.value)} ${unit}`;
  return [
    `<text x="${LABEL_WIDTH - 8}" y="${middle}" text-anchor="end">${escape(bar.label)}</text>`,
    `<rect class="${bar.isOurs ? 'ours' : 'other'}" x="${LABEL_WIDTH}" y="${top}" width="${width}" height="${ROW - 8}" rx="3"/>`,
    `<text x="${LABEL_WIDTH + width + 8}" y="${middle}">${escape(value)}</text>`,
  ].join('\n');
};

const summarize = ({ title, unit, bars }: Comparison) =>
  `${title}: ${bars.map(({ label, value }) => `${label} ${textOf(value)} ${unit}`).join(', ')}.`;

const textOf = (value: number) =>
  value >= 100 ? value.toFixed(0) : value.toPrecision(value < 1 ? 2 : 3);

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

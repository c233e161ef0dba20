import path from 'node:path';
import { styleText } from 'node:util';
import { specificNames } from '@video-service/shared/label-names';
import type { Label, Metadata } from '@video-service/shared/metadata';
import { metadataKey } from '@video-service/shared/keys';
import type { Output } from './terminal.ts';
import { count } from './session.ts';
import { shortenPath } from './shorten-path.ts';

const READY = 1;
const LABELS_SHOWN = 5;

/** The result of a session, and where its files are on disk. */
export type Result = {
  name: string;
  seconds: number;
  metadata: Metadata;
  files: { title: string; path: string }[];
};

/** Finds a session's files on disk. */
export const filesOf = (
  { id, gif, previews = {}, labels }: Metadata,
  buckets: { source: string; render: string },
  objectFile: (bucket: string, key: string) => string | undefined,
): Result['files'] => {
  const [first] = labels;
  const capture = first && objectFile(buckets.source, first.capture);
  const inRenders = (key: string | undefined) => key && objectFile(buckets.render, key);
  const found = [
    { title: 'gif', path: inRenders(gif) },
    { title: 'poster', path: inRenders(previews.poster) },
    { title: 'video', path: inRenders(previews.video) },
    { title: 'storyboard', path: inRenders(previews.storyboard?.picture) },
    { title: 'captures', path: capture && path.dirname(capture) },
    { title: 'metadata', path: inRenders(metadataKey(id)) },
  ];
  return found.flatMap(({ title, path }) => (path ? [{ title, path }] : []));
};

/** One line with a video's result. */
export const formatOutcome = ({ name, seconds, metadata }: Result, stream: Output): string =>
  metadata.status === READY
    ? `${styleText('green', '✓', { stream })} ${name} is ready after ${seconds.toFixed(1)} s`
    : `${styleText('red', '✗', { stream })} ${name} failed: ${metadata.error?.message ?? ''}`;

/** A short table of the results. */
export const formatResults = (results: Result[], stream: Output): string =>
  results.map((result) => formatResult(result, stream)).join('\n\n');

const formatResult = ({ name, metadata, files }: Result, stream: Output) => {
  const { status, labels, error } = metadata;
  const title = styleText('bold', name, { stream });
  const rows =
    status === READY
      ? [
          ['labels', labelsIn(metadata)],
          ...files.map((file) => [file.title, shortenPath(file.path)]),
        ]
      : [
          ['error', error?.message ?? ''],
          ['hint', error?.hint ?? ''],
        ];
  const captureCount = labels.filter(({ sameAs }) => sameAs === undefined).length;
  const summary = status === READY ? `ready, ${count(captureCount, 'capture')}` : 'failed';
  const lines = rows.map(
    ([key = '', value = '']) => `    ${styleText('dim', key.padEnd(12), { stream })}${value}`,
  );
  return [`  ${title}  ${summary}`, ...lines].join('\n');
};

const labelsIn = ({ allLabels }: Metadata) => {
  if (allLabels.length === 0) return 'none found';
  const shown = specificNames(allLabels)
    .slice(0, LABELS_SHOWN)
    .map((name) => `${name} ${Math.round(confidenceOf(name, allLabels))} %`);
  const rest = allLabels.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
};

const confidenceOf = (name: string, labels: Label[]) =>
  labels.find(({ Name }) => Name === name)?.Confidence ?? 0;

import { unmarshall } from '@aws-sdk/util-dynamodb';
import { metadataKey } from '@video-service/shared/keys';
import { nameStage, type Place } from '@video-service/shared/where/place';
import type { Deployment } from '../deployment/deployment.ts';
import { BUCKETS, TABLES } from '../names.ts';
import { metadataIn } from './metadata-history.ts';

type Row = {
  status?: number;
  deleted?: boolean;
  open?: string;
  gif?: string;
  captures?: number;
  pictures?: Set<string>;
  labelled?: Set<string>;
  error?: { code: string };
};

/** What is true of a video at an instant: its row, its latest revision, and its dead letters. */
export type State = { row: Row | undefined; revision: number | undefined; letters: number };

export const stateOf = (id: string, cloud: Deployment): State => {
  const item = cloud.table(TABLES.sessions).get({ id: { S: id } });
  const published = cloud.bucket(BUCKETS.renders).get(metadataKey(id));
  const letters = [...cloud.deadLetters.values()].flat().filter(({ body }) => body.includes(id));
  return {
    row: item && unmarshall(item),
    revision: published && (metadataIn(published).revision ?? 1),
    letters: letters.length,
  };
};

/** What is wrong with an answer to the question where a video is: it must name stage, cause and next step. */
export const wrongIn = (place: Place, { row, revision, letters }: State, now: number): string[] => {
  const { stage, since, next, causes } = place;
  const right = row ? stageOf(row, revision) : /^(?:uploaded,|deleted$)/u;
  const isOver = ['ready', 'failed', 'deleted'].includes(stage);
  return [
    ...(right.test(nameStage(place)) ? [] : [`it is at ${String(right)}`]),
    ...(letters > 0 && !causes.some((each) => each.message.includes('failed for good'))
      ? [`${letters} dead letters are no cause`]
      : []),
    ...(row?.error && !row.deleted && causes.length === 0 ? ['its error is no cause'] : []),
    ...(isOver || (next && next.what !== '') ? [] : ['nobody knows what comes next']),
    ...(isPast(since, now) ? [] : [`it cannot be there since ${since ?? ''}`]),
    ...(next?.at === undefined || Date.parse(next.at) > 0 ? [] : [`${next.at} is no time`]),
  ];
};

const isPast = (since: string | undefined, now: number) =>
  since === undefined || Date.parse(since) <= now;

const stageOf = (row: Row, revision: number | undefined): RegExp => {
  const { status, error } = row;
  if (row.deleted) return row.open === undefined ? /^deleted$/u : /^being deleted$/u;
  if (status === 1) return new RegExp(`^ready \\(revision ${revision ?? 1}\\)$`, 'u');
  if (status === -1) return new RegExp(`^failed \\(${error?.code ?? ''}\\)$`, 'u');
  if (error) return new RegExp(`^failing \\(${error.code}\\)$`, 'u');
  if (row.gif === undefined) return /^rendering previews/u;
  if (row.captures === undefined) return /^taking captures$/u;
  const isLabelled = [...(row.pictures ?? [])].every((frame) => row.labelled?.has(frame));
  return isLabelled ? /^complete$/u : /^labelling \(\d+ of \d+ captures\)$/u;
};

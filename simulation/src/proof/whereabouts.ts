import { unmarshall } from '@aws-sdk/util-dynamodb';
import { metadataKey } from '@video-service/shared/keys';
import { nameStage, type Place } from '@video-service/shared/where/place';
import type { Item } from '../cloud/dynamodb/values.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { BUCKETS, DEAD_LETTERS, TABLES } from '../names.ts';
import { metadataIn } from './metadata-history.ts';
import type { Sought } from './sought.ts';

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

/** What is true of a video at an instant: its rows, its latest revision, its object, and its dead letters. */
export type State = {
  row: Row | undefined;
  page: { key?: string; deleted?: boolean } | undefined;
  entry: { entry?: { key: string }; deleted?: boolean } | undefined;
  person: { sender?: string } | undefined;
  revision: number | undefined;
  isStored: boolean;
  /** The dead letters about it: all, and those that the page counts. */
  letters: { all: number; counted: number };
};

export const stateOf = ({ id, key: given }: Sought, cloud: Deployment): State => {
  const rowOf = (table: string, key: Item) => {
    const item = cloud.table(table).get(key);
    return item && unmarshall(item);
  };
  const row: (Row & { source?: { key: string } }) | undefined = rowOf(TABLES.sessions, {
    id: { S: id },
  });
  const page: State['page'] = rowOf(TABLES.pageSessions, { id: { S: id } });
  const place = { partition: { S: `video|${id}` }, position: { S: 'video' } };
  const entry: State['entry'] = rowOf(TABLES.library, place);
  const published = cloud.bucket(BUCKETS.renders).get(metadataKey(id));
  const key = given ?? row?.source?.key ?? page?.key ?? entry?.entry?.key;
  const lettersIn = (queues: string[]) =>
    queues
      .flatMap((queue) => cloud.deadLetters.get(queue) ?? [])
      .filter(({ body }) => body.includes(id)).length;
  return {
    ...{ row, page, entry },
    person: rowOf(TABLES.people, { id: { S: id } }),
    revision: published && (metadataIn(published).revision ?? 1),
    isStored: key !== undefined && cloud.bucket(BUCKETS.source).get(key) !== undefined,
    letters: {
      all: lettersIn(Object.values(DEAD_LETTERS)),
      counted: lettersIn([DEAD_LETTERS.video, DEAD_LETTERS.upload]),
    },
  };
};

/** Whether an answer must name each dead letter, must tell their number, or says nothing of a hidden video. */
type Sees = 'each letter' | 'their number' | 'nothing';

/** What is wrong with an answer to the question where a video is: it must name stage, cause and next step. */
export const wrongIn = (
  place: Place,
  sees: Sees,
  { state, now }: { state: State; now: number },
): string[] => {
  const { stage, since, next, causes } = place;
  const { row, letters } = state;
  const right = sees === 'nothing' ? stageOfHidden(state) : stageOf(state, sees);
  const isOver = ['ready', 'failed', 'deleted', 'unknown'].includes(stage);
  return [
    ...(right.test(nameStage(place)) ? [] : [`it is at ${String(right)}`]),
    ...wrongAbout(letters, place, sees),
    ...(row?.error && !row.deleted && causes.length === 0 ? ['its error is no cause'] : []),
    ...(isOver || (next && next.what !== '') ? [] : ['nobody knows what comes next']),
    ...(isPast(since, now) ? [] : [`it cannot be there since ${since ?? ''}`]),
    ...(next?.at === undefined || Date.parse(next.at) > 0 ? [] : [`${next.at} is no time`]),
  ];
};

const wrongAbout = (letters: State['letters'], { causes, unknown }: Place, sees: Sees) => {
  const isGivenUp = (text: string) => text.includes('failed for good');
  if (sees === 'each letter' && letters.all > 0 && !causes.some((each) => isGivenUp(each.message)))
    return [`${letters.all} dead letters are no cause`];
  return sees === 'their number' && letters.counted > 0 && !unknown.some(isGivenUp)
    ? [`${letters.counted} dead letters are not counted`]
    : [];
};

const isPast = (since: string | undefined, now: number) =>
  since === undefined || Date.parse(since) <= now;

/** What the page may answer if it does not say where a video is. */
const stageOfHidden = (state: State): RegExp => {
  const { source } = stageOf(state, 'their number');
  return source.includes('deleted') ? /^deleted$/u : /^unknown$/u;
};

const stageOf = ({ row, page, entry, ...found }: State, sees: Sees): RegExp => {
  if (row?.deleted) return row.open === undefined ? /^deleted$/u : /^being deleted$/u;
  if (page?.deleted ?? entry?.deleted) return row ? /^being deleted$/u : /^deleted$/u;
  return row ? stageOfSession(row, found.revision) : stageWithoutSession({ page, ...found }, sees);
};

const stageOfSession = (row: Row, revision: number | undefined): RegExp => {
  const { status, error } = row;
  if (status === 1) return new RegExp(`^ready \\(revision ${revision ?? 1}\\)$`, 'u');
  if (status === -1) return new RegExp(`^failed \\(${error?.code ?? ''}\\)$`, 'u');
  if (error) return new RegExp(`^failing \\(${error.code}\\)$`, 'u');
  if (row.gif === undefined) return /^rendering previews/u;
  if (row.captures === undefined) return /^taking captures$/u;
  const isLabelled = [...(row.pictures ?? [])].every((frame) => row.labelled?.has(frame));
  return isLabelled ? /^complete$/u : /^labelling \(\d+ of \d+ captures\)$/u;
};

const stageWithoutSession = (
  { page, person, isStored }: Omit<State, 'row' | 'entry' | 'revision' | 'letters'>,
  sees: Sees,
): RegExp => {
  if (isStored) return /^uploaded, waiting for its session$/u;
  // The page does not read the bot's table.
  if (person?.sender !== undefined && sees === 'each letter') return /^sent to the bot$/u;
  return page ? /^announced by the page$/u : /^unknown$/u;
};

import { isDeepStrictEqual } from 'node:util';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item } from '../cloud/dynamodb/values.ts';
import { TABLES } from '../names.ts';

type Row = Record<string, unknown>;

const PROCESSING = 0;
const RESULTS = ['gif', 'previews', 'captures', 'pictures', 'labelled', 'error'];

/** Closed sessions stay closed, tombstones stay tombstones, revisions only grow, and nothing is restored. */
export const watchRows = (violate: (what: string) => void) => {
  const settled = new Set<string>();

  const checks: Partial<Record<string, (before: Row, after: Row) => string | undefined>> = {
    [TABLES.sessions]: (before, after) => {
      const { id, status } = before;
      if (before['deleted'] === true && after['deleted'] !== true)
        return `the deleted session ${String(id)} came back`;
      if (after['deleted'] === true && after['open'] === undefined) settled.add(String(id));
      const isReopened =
        status !== undefined && status !== PROCESSING && after['status'] === PROCESSING;
      if (isReopened && sizeOf(before) !== 0)
        return `the closed session ${String(id)} was reopened`;
      if (status === undefined || status === PROCESSING || isReopened) return undefined;
      const changed = RESULTS.find((name) => !isDeepStrictEqual(before[name], after[name]));
      if (after['deleted'] === true || changed === undefined) return undefined;
      return `${changed} of the closed session ${String(id)} changed`;
    },
    [TABLES.pageSessions]: revisionsGrow,
    [TABLES.library]: revisionsGrow,
    [TABLES.people]: staysDeleted,
  };

  return {
    changed: (table: string, before: Item | undefined, after: Item | undefined): void => {
      if (table === TABLES.labels && after) {
        const { id } = unmarshall(after);
        if (settled.has(String(id)))
          violate(`a capture of the deleted video ${String(id)} came back`);
      }
      const check = checks[table];
      if (!check || !before) return;
      if (!after) return;
      const wrong = check(unmarshall(before), unmarshall(after));
      if (wrong !== undefined) violate(`${table}: ${wrong}`);
    },

    objectAppeared: (key: string): void => {
      const id = settled.values().find((each) => key.includes(each));
      if (id !== undefined && !key.startsWith('videos/'))
        violate(`${key} came back after the deletion of ${id} had ended`);
    },
  };
};

const sizeOf = (row: Row) => (row['source'] as { size?: number } | undefined)?.size;

function staysDeleted(before: Row, after: Row): string | undefined {
  return before['deleted'] === true && after['deleted'] !== true
    ? `the deleted ${JSON.stringify(before)} came back`
    : undefined;
}

function revisionsGrow(before: Row, after: Row): string | undefined {
  const [old = 0, next = 0] = [
    before['revision'] as number | undefined,
    after['revision'] as number | undefined,
  ];
  if (next < old && after['deleted'] !== true)
    return `revision ${old} was replaced by the older ${next}`;
  return staysDeleted(before, after);
}

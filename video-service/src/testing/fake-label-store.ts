import type { LabelRow } from '@video-service/shared/label-row';
import type { LabelStore } from '../stores/label-store.ts';

/** An in-memory label store; `rows` is its table, by session and frame. */
export const fakeLabelStore = () => {
  const rows = new Map<string, Map<string, LabelRow>>();
  const rowsOf = (id: string) => {
    const ofSession = rows.get(id) ?? new Map<string, LabelRow>();
    rows.set(id, ofSession);
    return ofSession;
  };

  const store: LabelStore = {
    async add(id, capture) {
      const known = rowsOf(id).get(capture.frame);
      rowsOf(id).set(capture.frame, { ...known, sameAs: undefined, ...capture });
    },

    get: async (id, frame) => structuredClone(rowsOf(id).get(frame)),

    async label(id, frame, labelling) {
      const row = rowsOf(id).get(frame);
      if (!row || row.labels || row.error) return false;
      rowsOf(id).set(frame, { ...row, ...structuredClone(labelling) });
      return true;
    },

    async labelLate(id, frame, labels) {
      const row = rowsOf(id).get(frame);
      if (!row) return false;
      rowsOf(id).set(frame, { ...row, ...structuredClone(labels), late: true, error: undefined });
      return true;
    },

    deleteAll: async (id) => void rows.delete(id),

    // In the order of their sort key, as DynamoDB returns them: 10000 comes before 9500.
    list: async (id) =>
      structuredClone([...rowsOf(id).values()]).sort((a, b) => (a.frame < b.frame ? -1 : 1)),
  };
  return { ...store, rows };
};

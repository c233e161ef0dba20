import { parseCaptureKey } from '@video-service/shared/keys';
import type { Item } from '../cloud/dynamodb/values.ts';
import { LABELS_A_DAY } from '../handlers.ts';
import { TABLES } from '../names.ts';
import { currentActor } from '../world/actor.ts';
import type { World } from '../world/world.ts';

/** No picture is paid for twice once it is labelled, no day exceeds its budget, and the owner is notified once. */
export const watchBudget = (world: World, violate: (what: string) => void) => {
  const labelledAt = new Map<string, number>();
  const paidOn = new Map<string, number>();
  const exhausted = new Set<string>();
  let warnings = 0;
  const today = () => new Date(world.now()).toISOString().slice(0, 10);

  return {
    paid: (key: string): void => {
      const capture = parseCaptureKey(key);
      const began = currentActor()?.startedAt ?? world.now();
      if (!capture) {
        violate(`${key} was paid for and is no capture`);
        return;
      }
      const labelled = labelledAt.get(`${capture.id} ${capture.frame}`);
      if (labelled !== undefined && labelled < began)
        violate(`${key} was paid for again after it had been labelled`);
      const pictures = (paidOn.get(today()) ?? 0) + 1;
      paidOn.set(today(), pictures);
    },

    rowChanged: (table: string, row: Item | undefined): void => {
      if (table === TABLES.budget && row?.['taken'] && 'N' in row['taken']) {
        const id = row['id'] && 'S' in row['id'] ? row['id'].S : '';
        const isDay = /^labels \S+$/u.test(id);
        if (isDay && Number(row['taken'].N) > LABELS_A_DAY)
          violate(`${id}: more pictures were counted than a day allows`);
        if (isDay && Number(row['taken'].N) >= LABELS_A_DAY) {
          if (!exhausted.has(id)) world.reach('label budget used up');
          exhausted.add(id);
        }
      }
      if (table !== TABLES.labels || !row?.['labels']) return;
      const [id, frame] = [row['id'], row['frame']];
      if (!id || !frame || !('S' in id) || !('S' in frame)) return;
      const name = `${id.S} ${frame.S}`;
      if (!labelledAt.has(name)) labelledAt.set(name, world.now());
    },

    warned: (): void => {
      warnings += 1;
    },
    warnings: () => warnings,

    /** Whether any day's budget was used up. */
    wasExhausted: () => exhausted.size > 0,
  };
};

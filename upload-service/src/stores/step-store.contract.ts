import { expect, test } from '@jest/globals';
import type { StepDone } from '@video-service/shared/messages';
import { label } from '@video-service/shared/testing/example-metadata';
import { ID, OTHER_ID } from '../testing/examples.ts';
import type { WithStore } from './session-store.contract.ts';
import type { StepStore } from './step-store.ts';

const gif: StepDone = { id: ID, step: 'gif', gif: `${ID}/clip.gif` };
const labelOf = (frame: string, confidence: number): StepDone => ({
  id: ID,
  step: 'label',
  frame,
  labels: [label('Clock', confidence)],
});

/** The contract of every step store; each test gets an empty one. */
export const stepStoreContract = (withStore: WithStore<StepStore>) => {
  test('lists every step of a session, and none of another', () =>
    withStore(async (store) => {
      for (const done of [gif, labelOf('0', 90), labelOf('500', 91)]) await store.record(done);
      await store.record({ ...gif, id: OTHER_ID });

      const steps = await store.list(ID);

      expect(steps).toHaveLength(3);
      expect(steps).toEqual(expect.arrayContaining([gif, labelOf('0', 90), labelOf('500', 91)]));
    }));

  test('a repeated step replaces the first', () =>
    withStore(async (store) => {
      await store.record(labelOf('0', 50));
      await store.record(labelOf('0', 60));

      expect(await store.list(ID)).toEqual([labelOf('0', 60)]);
    }));

  test('a session without steps has none', () =>
    withStore(async (store) => {
      expect(await store.list(ID)).toEqual([]);
    }));
};

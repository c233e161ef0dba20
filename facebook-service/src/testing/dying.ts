import { converse } from '../messenger/conversation.ts';
import type { fakeMessenger, fakeStores } from './fake-ports.ts';

/** Where a run crashes: before or after the effect of one of its calls, counted from 0. */
export type Death = { at: number; when: 'before' | 'after' };

/** Every way in which a run with this many calls can crash. */
export const deathsIn = (calls: number): Death[] =>
  Array.from({ length: calls }, (_, at) => [
    { at, when: 'before' as const },
    { at, when: 'after' as const },
  ]).flat();

/** Wraps calls so that they crash at one of them, and nothing happens afterwards. */
export const dying = ({ at, when }: Death) => {
  let calls = 0;
  return <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      const current = calls++;
      if (current > at || (current === at && when === 'before')) throw new Error('died');
      const result = await call(...args);
      if (current === at) throw new Error('died');
      return result;
    };
};

/** Conversations whose every call passes through `pass`, as those of a run that crashes. */
export const dyingConversations =
  (
    {
      claims,
      graph,
    }: Pick<ReturnType<typeof fakeStores>, 'claims'> & { graph: ReturnType<typeof fakeMessenger> },
    pass: ReturnType<typeof dying>,
  ) =>
  (session: { id: string; sender: string }) =>
    converse(session, {
      claims: {
        claim: pass((id: string, part: string) => claims.claim(id, part)),
        takeOver: pass((id: string, part: string) => claims.takeOver(id, part)),
        settle: pass((id: string, part: string) => claims.settle(id, part)),
        release: pass((id: string, part: string) => claims.release(id, part)),
      },
      graph: { send: pass(graph.send) },
    });

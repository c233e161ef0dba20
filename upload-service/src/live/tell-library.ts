import { LIBRARY, type StepView } from '#api/session-view';
import { push, type PushPorts } from './push.ts';

export type TellLibraryPorts = PushPorts;

type News = Pick<Extract<StepView, { step: 'changed' }>, 'id' | 'state'>;

/** Notifies the owner's open pages of an added, changed or removed video. */
export const tellLibrary = ({ id, state }: News, ports: TellLibraryPorts): Promise<void> =>
  push({ session: LIBRARY, step: 'changed', id, state }, ports);

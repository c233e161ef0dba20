import { LIBRARY, type StepView } from '#api/session-view';
import { push, type PushPorts } from './push.ts';

export type TellLibraryPorts = PushPorts;

type News = Pick<Extract<StepView, { step: 'changed' }>, 'id' | 'state'>;

/** Tells the owner's open pages that a video has come into the library, has changed there, or is gone from it. */
export const tellLibrary = ({ id, state }: News, ports: TellLibraryPorts): Promise<void> =>
  push({ session: LIBRARY, step: 'changed', id, state }, ports);

import { v5 as uuidV5 } from 'uuid';
import type { Incoming } from '../messenger/incoming.ts';
import type { DeletionRequestStore } from '../stores/deletion-request-store.ts';
import { userIn } from './signed-request.ts';

const NAMESPACE = '5c1f2b5e-8a0d-5a51-9a55-6d3f2f5b0c77';

export type DataDeletionPorts = {
  requests: Pick<DeletionRequestStore, 'open'>;
  enqueue: (incoming: Incoming) => Promise<void>;
};

/**
 * Opens a request from Facebook to delete the app's data of a person; returns the code of its status page. The same
 * request has the same code, which cannot be guessed because it contains Facebook's signature.
 */
export const requestDeletion = async (
  signedRequest: string,
  appSecret: string,
  { requests, enqueue }: DataDeletionPorts,
): Promise<string | undefined> => {
  const user = userIn(signedRequest, appSecret);
  if (user === undefined) return undefined;
  const id = uuidV5(signedRequest, NAMESPACE);
  await requests.open(id);
  await enqueue({ kind: 'data-deletion', id, sender: user });
  return id.replaceAll('-', '');
};

/** The request that a code stands for; undefined if it is not a code. */
export const requestOf = (code: string): string | undefined =>
  /^[\da-f]{32}$/u.test(code)
    ? code.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5')
    : undefined;

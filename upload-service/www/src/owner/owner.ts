import { signal } from '@preact/signals';
import * as v from 'valibot';
import { entries, forgetAll } from '../history/history.ts';
import { navigate, route } from '../navigation/navigation.ts';
import { HOME } from '../navigation/route.ts';
import { NO_ANSWER, Refusal, type ShownError } from '../live/shown-error.ts';

const Owner = v.object({ owner: v.boolean(), passphrase: v.boolean() });
type Owner = v.InferOutput<typeof Owner>;

/** Whether the visitor is the owner, and whether the bank has a passphrase; undefined until the bank has responded. */
export const owner = signal<Owner>();

/** Why the sign-in view is shown: the visitor asked for it, the bank required it, or the owner's session ended. */
export const signInView = signal<'wanted' | 'needed' | 'ended'>();

route.subscribe(() => (signInView.value = undefined));

let asking: Promise<Owner> | undefined;

/** Asks the bank who the visitor is, once. */
export const askOwner = (): Promise<Owner> => {
  asking ??= fetchOwner().catch((error: unknown) => {
    asking = undefined;
    throw error;
  });
  return asking;
};

const fetchOwner = async () => {
  const response = await fetch('/owner');
  owner.value = v.parse(Owner, await response.json());
  return owner.value;
};

/** Shows the sign-in view if the response requires the owner. */
export const noticeSignIn = ({ status }: Response) => {
  if (status !== 401) return;
  const wasOwner = owner.value?.owner === true;
  owner.value = { owner: false, passphrase: true };
  asking = undefined;
  signInView.value ??= wasOwner ? 'ended' : 'needed';
};

/** Signs in; returns the error, if any. */
export const signIn = async (passphrase: string): Promise<ShownError | undefined> => {
  try {
    const response = await post('/sign-in', { passphrase });
    if (!response.ok) return v.parse(Refusal, await response.text());
    if (!(await fetchOwner()).owner) return NOT_KEPT;
    asking = undefined;
    signInView.value = undefined;
    return undefined;
  } catch {
    return NO_ANSWER;
  }
};

/** Signs out, and clears the owner's data from this browser. */
export const signOut = async (): Promise<void> => {
  const response = await post('/sign-out', {});
  if (!response.ok) throw new Error(`/sign-out answered ${response.status}`);
  if (entries.value.length > 0) forgetAll();
  asking = undefined;
  owner.value = { owner: false, passphrase: true };
  navigate(HOME);
  signInView.value = 'wanted';
};

/**
 * The ticket for the owner's WebSocket, which has another host and therefore no cookie. Undefined if none is needed.
 */
export const fetchTicket = async (): Promise<string | undefined> => {
  const { passphrase, owner: isOwner } = owner.value ?? (await askOwner());
  if (!passphrase || !isOwner) return undefined;
  const response = await fetch('/ticket');
  noticeSignIn(response);
  return v.parse(Ticket, await response.json()).ticket;
};

const Ticket = v.object({ ticket: v.string() });

const post = (path: string, body: object) =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const NOT_KEPT: ShownError = {
  message: 'This browser did not keep the sign-in.',
  hint: 'Allow cookies for this page, and sign in again.',
};

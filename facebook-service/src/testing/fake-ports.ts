import type { Deletion } from '@video-service/shared/deletions';
import type { Claimed, ClaimStore } from '../stores/claim-store.ts';
import type { DeletionRequestStore, DeletionStatus } from '../stores/deletion-request-store.ts';
import type { Session, SessionStore } from '../stores/session-store.ts';
import { converse } from '../messenger/conversation.ts';
import type { OutgoingMessage } from '../messenger/graph-api.ts';
import type { SendOutcome } from '../messenger/send-outcome.ts';

/** In-memory session and claim stores over the same rows. */
export const fakeStores = (pendingMs = 10_000) => {
  const rows = new Map<string, Session>();
  const buried = new Set<string>();
  const videos = new Set<string>();
  const row = (id: string) => {
    const found = rows.get(id);
    if (!found) throw new Error(`no session ${id}`);
    return found;
  };
  const sessions: SessionStore = {
    videosOf: async (sender) =>
      [...rows.values()]
        .filter((each) => each.sender === sender && videos.has(each.id))
        .map(({ id }) => id),
    find: async (id) => structuredClone(rows.get(id)),
    bury: async (id) => {
      rows.delete(id);
      buried.add(id);
    },
    open: async ({ id, sender, kind }) => {
      if (buried.has(id)) return undefined;
      if (kind === 'video') videos.add(id);
      if (!rows.has(id)) rows.set(id, { id, sender, stored: false, said: {} });
      return structuredClone(row(id));
    },
    markStored: async (id) => void (row(id).stored = true),
  };
  const claimNow = (id: string, part: string, takesOver: boolean): Claimed => {
    const session = rows.get(id);
    if (!session) return 'done';
    const held = session.said[part];
    if (held?.settled) return 'done';
    if (held && Date.now() - held.at < pendingMs) return 'pending';
    if (held && !takesOver) return 'abandoned';
    session.said[part] = { by: 'us', at: Date.now(), settled: false };
    return 'won';
  };
  const claims: ClaimStore = {
    claim: async (id, part) => claimNow(id, part, false),
    takeOver: async (id, part) => claimNow(id, part, true),
    settle: async (id, part) => {
      const session = rows.get(id);
      if (session) session.said[part] = { by: 'us', at: Date.now(), settled: true };
    },
    release: async (id, part) => {
      const session = rows.get(id);
      if (!session || session.said[part]?.settled === true) return;
      const others = Object.entries(session.said).filter(([name]) => name !== part);
      session.said = Object.fromEntries(others);
    },
  };
  return { sessions, claims };
};

/** An in-memory Messenger: the messages sent to each person; `fail` makes the next sends throw. */
export const fakeMessenger = () => {
  const shown: [string, OutgoingMessage | string][] = [];
  const failures: (Error | SendOutcome)[] = [];
  return {
    shown,
    messages: () => shown.map(([, message]) => message).filter((what) => typeof what !== 'string'),
    fail: (...with_: (Error | SendOutcome)[]) => void failures.push(...with_),
    send: async (recipient: string, message: OutgoingMessage): Promise<SendOutcome> => {
      const failure = failures.shift();
      if (failure instanceof Error) throw failure;
      if (!failure) shown.push([recipient, message]);
      return failure ?? { result: 'sent' };
    },
    pageScopedIds: async (user: string) => (user === 'app-4711' ? ['4711'] : []),
    show: async (recipient: string, action: string) => void shown.push([recipient, action]),
  };
};

/** An in-memory deletion request store. */
export const fakeRequests = (now: () => number = Date.now): DeletionRequestStore => {
  const asked = new Map<string, number>();
  const requests = new Map<string, DeletionStatus>();
  return {
    ask: async (sender) => void asked.set(sender, now() + 15 * 60_000),
    isAsked: async (sender) => (asked.get(sender) ?? 0) > now(),
    forgetAsked: async (sender) => void asked.delete(sender),
    open: async (id) => {
      if (!requests.has(id)) requests.set(id, { state: 'pending', videos: 0 });
    },
    finish: async (id, status) => {
      if (requests.get(id)?.state === 'pending') requests.set(id, status);
    },
    status: async (id) => requests.get(id),
  };
};

/** An in-memory Messenger side, with conversations as the functions use them. */
export const fakeConversations = (pendingMs?: number) => {
  const { sessions, claims } = fakeStores(pendingMs);
  const graph = fakeMessenger();
  const conversation = (session: { id: string; sender: string }) =>
    converse(session, { claims, graph });
  const isOurs = async (page?: string) => page !== 'another';
  const ordered: Deletion[] = [];
  const order = async (deletion: Deletion) => {
    ordered.push(deletion);
    await sessions.bury(deletion.id);
  };
  return {
    isOurs,
    sessions,
    claims,
    graph,
    conversation,
    requests: fakeRequests(),
    ordered,
    order,
  };
};

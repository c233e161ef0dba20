import type { DatabaseSync } from 'node:sqlite';
import { type ChatLog, openChatLog } from './chat-log.ts';
import { type ChatEvent, createChatHandler } from './chat-handler.ts';
import { createGraphApi } from './graph-api.ts';
import { createGraphHandler } from './graph-handler.ts';
import { openMediaStore } from './media-store.ts';
import { sendWebhook, type PersonMessage } from './send-webhook.ts';

export type MessengerOptions = {
  db: DatabaseSync;
  /** Where the chat's pictures and videos are stored. */
  dir: string;
  /** The page port's own address, where the bot's webhook is. */
  pageUrl: () => string;
  secrets: { pageToken: string; appSecret: string };
};

export type Messenger = ReturnType<typeof startMessenger>;

/** Messenger on one machine: the Send API under /graph, and under /messenger a chat page that plays a person. */
export const startMessenger = ({ db, dir, pageUrl, secrets }: MessengerOptions) => {
  const log = openChatLog(db);
  const media = openMediaStore(dir, '/messenger/media');
  const actions = new Set<(action: string) => void>();
  const showAction = (action: string) => actions.forEach((tell) => tell(action));
  const send = (message: PersonMessage) =>
    sendWebhook(`${pageUrl()}/facebook`, secrets.appSecret, message);

  return {
    handleGraph: createGraphHandler(createGraphApi({ secrets, log, media, showAction })),
    handleChat: createChatHandler({
      media,
      follow: (after, tell) => follow({ log, actions, after, tell }),
      sayText: async (text) => {
        log.add({ from: 'person', text });
        await send({ text });
      },
      sayFile: async ({ type, path, name }) => {
        log.add({ from: 'person', [type]: path, name });
        await send({ attachments: [{ type, payload: { url: pageUrl() + path } }] });
      },
    }),
  };
};

type Following = {
  log: ChatLog;
  actions: Set<(action: string) => void>;
  after: number;
  tell: (event: ChatEvent) => void;
};

const follow = ({ log, actions, after, tell }: Following) => {
  for (const message of log.after(after)) tell({ id: message.id, data: message });
  const unfollow = log.follow((message) => tell({ id: message.id, data: message }));
  const tellAction = (action: string) => tell({ data: { action } });
  actions.add(tellAction);
  return () => {
    unfollow();
    actions.delete(tellAction);
  };
};

import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { durably } from '../state/flush.ts';

const Content = v.object({
  from: v.picklist(['person', 'bot']),
  text: v.optional(v.string()),
  image: v.optional(v.string()),
  video: v.optional(v.string()),
  audio: v.optional(v.string()),
  file: v.optional(v.string()),
  name: v.optional(v.string()),
});

/** A message of one side of the conversation; anything but text is a file, by its path on this server. */
export type Content = v.InferOutput<typeof Content>;
export type ChatMessage = Content & { id: number };

const Row = v.object({ id: v.number(), content: v.pipe(v.string(), v.parseJson(), Content) });

export type ChatLog = ReturnType<typeof openChatLog>;

/** The conversation, which survives restarts, and its subscribers. */
export const openChatLog = (db: DatabaseSync) => {
  db.exec(
    'CREATE TABLE IF NOT EXISTS chat_messages (id INTEGER PRIMARY KEY, content TEXT NOT NULL)',
  );
  const insert = db.prepare('INSERT INTO chat_messages (content) VALUES (?)');
  const select = db.prepare('SELECT id, content FROM chat_messages WHERE id > ? ORDER BY id');
  const followers = new Set<(message: ChatMessage) => void>();

  return {
    add: (content: Content): ChatMessage => {
      const { lastInsertRowid } = durably(db, () => insert.run(JSON.stringify(content)));
      const id = Number(lastInsertRowid);
      const message = { id, ...content };
      for (const tell of followers) tell(message);
      return message;
    },

    after: (id: number): ChatMessage[] =>
      select.all(id).map((row) => {
        const { id, content } = v.parse(Row, row);
        return { id, ...content };
      }),

    /** Reports every new message until the returned function is called. */
    follow: (tell: (message: ChatMessage) => void) => {
      followers.add(tell);
      return () => followers.delete(tell);
    },
  };
};

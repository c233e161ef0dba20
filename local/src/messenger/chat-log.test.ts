import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { openDatabase } from '../state/database.ts';
import { openChatLog } from './chat-log.ts';

test('a message is synced to disk before its followers receive it', () => {
  const directory = fs.mkdtempSync(path.join(tmpdir(), 'chat-log-'));
  const db = openDatabase(path.join(directory, 'state.db'));
  const log = openChatLog(db);
  const sync = jest.spyOn(fs, 'fdatasyncSync');
  const syncsWhenTold: number[] = [];
  log.follow(() => syncsWhenTold.push(sync.mock.calls.length));

  log.add({ from: 'person', text: 'hello' });
  log.add({ from: 'bot', text: 'hi' });

  expect(syncsWhenTold).toEqual([1, 2]);
  sync.mockRestore();
  db.close();
  fs.rmSync(directory, { recursive: true });
});

import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';

const FILES: Partial<Record<string, string>> = {
  '/messenger': 'chat.html',
  '/messenger/chat.css': 'chat.css',
  '/messenger/conversation.css': 'conversation.css',
  '/messenger/chat.ts': 'chat.ts',
  '/messenger/bubble.ts': 'bubble.ts',
  '/messenger/composer.ts': 'composer.ts',
  '/messenger/find.ts': 'find.ts',
};

const FOLDER = new URL('page/', import.meta.url);
const CSP = "default-src 'self'; frame-ancestors 'none'";

/** Answers with the chat page or a file of it; false for any other path. */
export const servePage = async (pathname: string, response: ServerResponse): Promise<boolean> => {
  const name = FILES[pathname];
  if (name === undefined) return false;
  const content = await readFile(new URL(name, FOLDER), 'utf8');
  const headers = { 'content-type': typeOf(name), 'content-security-policy': CSP };
  response.writeHead(200, headers);
  // The page's scripts are TypeScript like all else, and need no build.
  response.end(name.endsWith('.ts') ? stripTypeScriptTypes(content) : content);
  return true;
};

const typeOf = (name: string) => {
  if (name.endsWith('.css')) return 'text/css; charset=utf-8';
  return `${name.endsWith('.ts') ? 'text/javascript' : 'text/html'}; charset=utf-8`;
};

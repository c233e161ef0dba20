import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';

const FILES = new Set([
  ...['chat.html', 'chat.css', 'conversation.css', 'bubbles.css'],
  ...['chat.ts', 'bubble.ts', 'composer.ts', 'find.ts'],
]);
const TYPES: Record<string, string> = { '.html': 'html', '.css': 'css', '.ts': 'javascript' };
const FOLDER = path.join(import.meta.dirname, 'page');
const CSP = "default-src 'self'; frame-ancestors 'none'";

/** Serves the chat page or one of its files; false for any other path. */
export const servePage = async (pathname: string, response: ServerResponse): Promise<boolean> => {
  const name = pathname === '/messenger' ? 'chat.html' : pathname.replace('/messenger/', '');
  if (!FILES.has(name)) return false;
  const content = await readFile(path.join(FOLDER, name), 'utf8');
  const extension = path.extname(name);
  response.writeHead(200, {
    'content-type': `text/${TYPES[extension]}; charset=utf-8`,
    'content-security-policy': CSP,
  });
  // The page's scripts are TypeScript and need no build.
  response.end(extension === '.ts' ? stripTypeScriptTypes(content) : content);
  return true;
};

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = path.join(import.meta.dirname, '../main.ts');

export type BankProcess = Awaited<ReturnType<typeof startBank>>;

/** Runs `npm start` in a separate process, on free ports, and waits until it is running. */
export const startBank = async (stateDir: string, ...args: string[]) => {
  const options = ['--state', stateDir, '--port', '0', '--aws-port', '0', ...args];
  const child = spawn(process.execPath, [MAIN, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  const { promise: awsUrl, resolve, reject } = Promise.withResolvers<string>();
  let pageUrl = '';
  for (const output of [child.stdout, child.stderr]) {
    createInterface(output).on('line', (line) => {
      lines.push(line);
      const [, name = '', url = ''] = /^ +(pages|AWS) +(http:\S+)/u.exec(line) ?? [];
      if (name === 'pages') pageUrl = url;
      if (name === 'AWS') resolve(url);
    });
  }
  void exited.then(() => reject(new Error(`The bank is closed:\n${lines.join('\n')}`)));
  return {
    pid: child.pid ?? 0,
    lines,
    awsUrl: await awsUrl,
    pageUrl,

    /** Stops the process with the signal and waits for it; returns its exit code. */
    async stop(signal: NodeJS.Signals): Promise<unknown> {
      child.kill(signal);
      const [code] = (await exited) as unknown[];
      return code;
    },
  };
};

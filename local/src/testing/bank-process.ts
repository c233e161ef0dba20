import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = path.join(import.meta.dirname, '../main.ts');

export type BankProcess = Awaited<ReturnType<typeof startBank>>;

/** Runs `npm start` in a process of its own, on free ports, and waits until it is open. */
export const startBank = async (stateDir: string, ...args: string[]) => {
  const options = ['--state', stateDir, '--port', '0', '--aws-port', '0', ...args];
  const child = spawn(process.execPath, [MAIN, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  for (const output of [child.stdout, child.stderr]) {
    createInterface(output).on('line', (line) => {
      lines.push(line);
      const url = /^ +AWS +(http:\S+)/u.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  }
  void exited.then(() => reject(new Error(`The bank is closed:\n${lines.join('\n')}`)));
  return {
    lines,
    awsUrl: await promise,

    /** Stops the process with the signal and waits for it; gives its exit code. */
    async stop(signal: NodeJS.Signals): Promise<unknown> {
      child.kill(signal);
      const [code] = (await exited) as unknown[];
      return code;
    },
  };
};

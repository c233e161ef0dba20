import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** Raspberry Pi OS's own. */
export const PYTHON = '/usr/bin/python3';
const AGENT = path.join(import.meta.dirname, '../video-drop');

export type Camera = Awaited<ReturnType<typeof openCamera>>;
type Settings = Record<string, string | number>;
/** `as` is the user that the agent runs as; `python` are arguments before the agent's own. */
type Run = { as?: number; python?: string[] };

/** A camera's own folder, and agents that work on it as this machine's users. */
export const openCamera = async (defaults: Settings) => {
  const home = await mkdtemp(path.join(os.tmpdir(), 'camera-'));
  const folder = path.join(home, 'clips of the garden');
  const config = path.join(home, 'video-drop.conf');
  const agent = path.join(home, 'video-drop');
  const running: ChildProcess[] = [];
  const mounted: string[] = [];
  // Where other users can read it, wherever the project is.
  await cp(AGENT, agent, { recursive: true });
  await chmod(home, 0o755);
  await mkdir(folder);

  const configure = (settings: Settings = {}) => {
    const lines = Object.entries({ FOLDER: folder, SETTLE_SECONDS: 0, ...defaults, ...settings });
    return writeFile(config, lines.map(([name, value]) => `${name}='${value}'\n`).join(''));
  };
  await configure();

  const start = (options: string[] = [], { as, python = [] }: Run = {}) => {
    const child = spawn(PYTHON, [...python, agent, ...options, config], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
      ...(as !== undefined && { uid: as, gid: as }),
    });
    running.push(child);
    const ended = once(child, 'close');
    return { child, journal: text(child.stdout), errors: text(child.stderr), ended };
  };

  return {
    home,
    folder,
    config,
    configure,
    start,

    /** Runs the agent once; returns its exit code and its output. */
    runOnce: async (run?: Run) => {
      const { child, journal, errors, ended } = start(['--once'], run);
      await ended;
      return { code: child.exitCode, journal: await journal, errors: await errors };
    },

    record: async (name: string | Buffer, bytes = randomBytes(50_000)) => {
      await writeFile(inFolder(folder, name), bytes);
      return bytes;
    },
    /** Gives the folder to another user; without one, it stays. */
    giveTo: async (user: number | undefined) => {
      if (user !== undefined) await chown(folder, user, user);
    },
    /** Makes the folder read-only, like a card: only root can do that, other users remove the write permission. */
    setReadOnly: async () => {
      if (process.getuid?.() !== 0) return chmod(folder, 0o555);
      execFileSync('mount', ['--bind', folder, folder]);
      mounted.push(folder);
      execFileSync('mount', ['-o', 'remount,ro,bind', folder]);
    },
    /** Puts the folder on a separate disk with this many megabytes. */
    mountDisk: (megabytes: number) => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'clips', folder]);
      mounted.push(folder);
    },
    /** How much of its disk the folder uses. */
    usedBytes: () =>
      Number(execFileSync('du', ['-s', '--block-size=1', folder]).toString().split('\t')[0]),
    /** The power cut for every running agent. */
    stopAll: async () => {
      for (const child of running) child.kill('SIGKILL');
    },
    inFolder: (name: string | Buffer) => inFolder(folder, name),
    waiting: async () => namesIn(folder),
    hasStarted: async () => (await namesIn(path.join(folder, '.sending'))).length > 0,
    sent: async () => namesIn(path.join(folder, '.sent')),

    close: async () => {
      for (const child of running) child.kill('SIGKILL');
      for (const place of mounted) execFileSync('umount', ['--lazy', place]);
      await rm(home, { recursive: true, force: true });
    },
  };
};

/** Waits until it is true; generous, because machines are busy. */
export const until = async (isTrue: () => boolean | Promise<boolean>, what: string) => {
  const deadline = Date.now() + 60_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`gave up waiting for ${what}`);
    await sleep(50);
  }
};

const inFolder = (folder: string, name: string | Buffer) =>
  Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)]);

const namesIn = async (folder: string) =>
  existsSync(folder)
    ? (await readdir(folder)).filter((name) => name !== '.sent' && name !== '.sending').sort()
    : [];

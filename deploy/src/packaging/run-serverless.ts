import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as v from 'valibot';

const CLI = fileURLToPath(import.meta.resolve('serverless/bin/serverless.js'));
const TIMEOUT_MS = 300_000;
const OFFLINE = import.meta.resolve('./offline.ts');
const Printed = v.object({ stdout: v.string(), stderr: v.string() });

/**
 * Runs `serverless package` for the stack in `directory` into `output`, with no network and no credentials;
 * throws with what it printed.
 */
export const runServerlessPackage = async (
  directory: string,
  { stage, output }: { stage: string; output: string },
): Promise<void> => {
  const target = path.relative(directory, output);
  const args = ['--import', OFFLINE, CLI, 'package', '--stage', stage, '--package', target];
  // The framework and its plugins leave there what they work with.
  const TMPDIR = await mkdtemp(path.join(tmpdir(), 'package-'));
  try {
    const limits = { timeout: TIMEOUT_MS, killSignal: 'SIGKILL' } as const;
    await promisify(execFile)(process.execPath, args, {
      ...{ cwd: directory, env: { ...process.env, TMPDIR } },
      ...limits,
    });
  } catch (error) {
    throw new Error(`${path.basename(directory)} cannot be packaged:\n${printedBy(error)}`, {
      cause: error,
    });
  } finally {
    await rm(TMPDIR, { recursive: true, force: true });
  }
};

// What went wrong is on either of the two, after words of welcome on the other.
const printedBy = (error: unknown) =>
  v.is(Printed, error) ? `${error.stderr}\n${error.stdout}`.trim() : String(error);

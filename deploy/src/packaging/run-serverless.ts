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
 * Runs `serverless package` for the stack in `directory` into `output`, without network or credentials; throws an error
 * with its output.
 */
export const runServerlessPackage = async (
  directory: string,
  { stage, output }: { stage: string; output: string },
): Promise<void> => {
  const target = path.relative(directory, output);
  const args = ['--import', OFFLINE, CLI, 'package', '--stage', stage, '--package', target];
  // The framework and its plugins leave their working files there.
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

// The error is in one of the two, and the other may contain a greeting.
const printedBy = (error: unknown) =>
  v.is(Printed, error) ? `${error.stderr}\n${error.stdout}`.trim() : String(error);

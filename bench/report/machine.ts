import { execFile } from 'node:child_process';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { findFfmpeg } from '../../deploy/src/packaging/ffmpeg-binaries.ts';

/** The machine that a section is measured on, in one line. */
export const describeMachine = async (): Promise<string> => {
  const { version, from } = await findFfmpeg();
  return [
    `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'} (${arch()})`,
    `${(totalmem() / 1024 ** 3).toFixed(0)} GB`,
    `${platform()} ${release()}`,
    `Node ${process.versions.node}`,
    `FFmpeg ${version} (${from})`,
    `load ${loadavg()[0]?.toFixed(1) ?? 'unknown'} at the start`,
    `commit ${await commit()}`,
  ].join(', ');
};

// A copy without its Git history has no commit.
const commit = async (): Promise<string> => {
  try {
    const args = ['rev-parse', '--short', 'HEAD'];
    const { stdout } = await promisify(execFile)('git', args, { cwd: import.meta.dirname });
    return stdout.trim();
  } catch {
    return 'unknown';
  }
};

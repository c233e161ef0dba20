import { DEFAULT_ACCESS_KEY, exposedBy, type AccessKey } from '../aws-port/access-key.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/**
 * Throws UsageError if others can reach the bank and nobody could sign in: without a passphrase, everyone on this
 * machine is its owner.
 */
export const checkPassphrase = (
  args: Pick<Arguments, 'host' | 'address'>,
  env: NodeJS.ProcessEnv,
): void => {
  const exposed = exposedBy(args);
  if (exposed === undefined || env['PAGE_PASSPHRASE']) return;
  throw new UsageError(
    `With ${exposed}, others can reach the video bank, but nobody can sign in. Set a passphrase: ` +
      "PAGE_PASSPHRASE='four words you choose' npm start -- …",
  );
};

/** The key that clients and functions sign with. Throws UsageError if only half of it is set. */
export const accessKeyIn = (env: NodeJS.ProcessEnv): AccessKey => {
  const accessKeyId = env['VIDEO_SERVICE_ACCESS_KEY_ID'];
  const secretAccessKey = env['VIDEO_SERVICE_SECRET_ACCESS_KEY'];
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey };
  if (!accessKeyId && !secretAccessKey) return DEFAULT_ACCESS_KEY;
  throw new UsageError(
    'Set both VIDEO_SERVICE_ACCESS_KEY_ID and VIDEO_SERVICE_SECRET_ACCESS_KEY, or neither.',
  );
};

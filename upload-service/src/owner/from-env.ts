import { readSecrets } from '@video-service/shared/read-secrets';
import { readSettings } from '@video-service/shared/read-settings';
import { createOwner, type Respond } from './owner.ts';

/** The owner as the environment defines them; only a bank on one machine can lack a passphrase. */
export const owner = createOwner(
  process.env['PAGE_PASSPHRASE'] ? (await readSecrets(['PAGE_PASSPHRASE'])).PAGE_PASSPHRASE : '',
);

/** Whether anyone can upload, and see their own videos by address. */
export const isOpen = readSettings(['UPLOADS']).UPLOADS === 'open';

/** The same route, restricted to those who may upload. */
export const forUploaders = (respond: Respond): Respond => (isOpen ? respond : owner.only(respond));

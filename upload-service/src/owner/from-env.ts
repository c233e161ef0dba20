import { readSecrets } from '@video-service/shared/read-secrets';
import { readSettings } from '@video-service/shared/read-settings';
import { createOwner, type Respond } from './owner.ts';

/** The owner that the environment names; none has no passphrase but a bank on one machine. */
export const owner = createOwner(
  process.env['PAGE_PASSPHRASE'] ? (await readSecrets(['PAGE_PASSPHRASE'])).PAGE_PASSPHRASE : '',
);

/** Whether anyone may upload, and see what they sent by its address. */
export const isOpen = readSettings(['UPLOADS']).UPLOADS === 'open';

/** The same route, for those who may upload. */
export const forUploaders = (respond: Respond): Respond => (isOpen ? respond : owner.only(respond));

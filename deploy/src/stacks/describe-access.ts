import { readSettings } from '@video-service/shared/read-settings';
import { UNLIMITED_USD } from '@video-service/shared/settings';

/** Who can use the page, and what an open page can cost with these settings. */
export const describeAccess = (env: NodeJS.ProcessEnv): string => {
  const settings = readSettings(
    ['LABELS_USD_PER_DAY', 'UPLOADS', 'UPLOADS_PER_DAY', 'UPLOAD_GIGABYTES_PER_DAY'],
    env,
  );
  if (settings.UPLOADS === 'owner')
    return `
Only the owner can upload and view videos. Sign in to the page with PAGE_PASSPHRASE.`;
  return `
Anyone who knows the page's address can upload: ${settings.UPLOADS_PER_DAY} videos and ${settings.UPLOAD_GIGABYTES_PER_DAY} GB a day at most.
${labelCosts(settings.LABELS_USD_PER_DAY)} docs/deploy.md#an-open-page explains how to limit this further.`;
};

const labelCosts = (usdPerDay: number) =>
  usdPerDay < UNLIMITED_USD
    ? `Labels cost at most $${usdPerDay} a day.`
    : 'LABELS_USD_PER_DAY does not limit what labels cost.';

import { readSettings } from '@video-service/shared/read-settings';

/** What it means that the page is open to everyone, in the money of these settings. */
export const describeOpenPage = (settings: NodeJS.ProcessEnv): string => {
  const { CAPTURES_MAX, LABELS_USD_PER_IMAGE } = readSettings(
    ['CAPTURES_MAX', 'LABELS_USD_PER_IMAGE'],
    settings,
  );
  const usd = CAPTURES_MAX * LABELS_USD_PER_IMAGE;
  return `
Anyone who knows the page's address can upload, as often as they like. Labels cost up to $${usd.toFixed(3)} a video:
one video a second is $${Math.ceil(usd * 3600)} an hour. docs/deploy.md#an-open-page says how to bound that.`;
};

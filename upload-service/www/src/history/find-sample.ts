import { fetchConfig } from '../live/api.ts';
import { backoffMs } from '../live/backoff.ts';
import { entries, offerSample } from './history.ts';

const MAX_TRIES = 10;

/**
 * Adds the bank's sample to the list. A new bank may still be processing it, so an empty list retries for a minute or
 * two.
 */
export const findSample = async (tries = 0): Promise<void> => {
  const { sample } = await fetchConfig({ anew: tries > 0 });
  if (sample) offerSample(sample);
  else if (entries.value.length === 0 && tries < MAX_TRIES)
    setTimeout(() => void findSample(tries + 1).catch(() => undefined), backoffMs(tries));
};

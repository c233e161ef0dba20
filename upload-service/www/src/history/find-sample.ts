import { fetchConfig } from '../live/api.ts';
import { backoffMs } from '../live/backoff.ts';
import { entries, offerSample } from './history.ts';

const MAX_TRIES = 10;

/**
 * Puts the sample of the bank into the list. A bank that has just been opened may still be making it, so an
 * empty list asks for it again for a minute or two.
 */
export const findSample = async (tries = 0): Promise<void> => {
  const { sample } = await fetchConfig({ anew: tries > 0 });
  if (sample) offerSample(sample);
  else if (entries.value.length === 0 && tries < MAX_TRIES)
    setTimeout(() => void findSample(tries + 1).catch(() => undefined), backoffMs(tries));
};

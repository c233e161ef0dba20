import { createHash } from 'node:crypto';
import { currentActor } from './actor.ts';

const NAME_WIDTH = 28;

/** The events of a world, one line each: virtual time since the start, who, and what. */
export const createTrace = (now: () => number) => {
  const beginning = now();
  const lines: string[] = [];
  return {
    add: (what: string, who = currentActor()?.name ?? 'world') =>
      void lines.push(`${since(now() - beginning)}  ${who.padEnd(NAME_WIDTH)}  ${what}`),

    lines: (): readonly string[] => lines,

    /** A fingerprint of the trace. */
    digest: () => createHash('sha256').update(lines.join('\n')).digest('hex'),
  };
};

const since = (ms: number) => {
  const pad = (value: number, digits = 2) => String(Math.floor(value)).padStart(digits, '0');
  const [hours, minutes, seconds] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1000) % 60];
  return `${pad(hours)}:${pad(minutes)}:${pad(seconds)}.${pad(ms % 1000, 3)}`;
};

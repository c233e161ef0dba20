import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import type { World } from './world.ts';

let current: World | undefined;

/** From now on time, randomness and timers are the world's. */
export const enterWorld = (world: World): void => {
  current = world;
};

/** The world in which the code runs. */
export const theWorld = (): World => {
  if (!current) throw new Error('Nothing is simulated yet');
  return current;
};

/**
 * Replaces time, timers and randomness with virtual ones for all code that is loaded afterwards. Outside a world they
 * stay real.
 */
export const installVirtualGlobals = (): void => {
  replaceDate();
  replaceTimers();
  replaceChance();
  syncBuiltinESMExports();
};

const replaceDate = () => {
  const RealDate = Date;
  const now = () => current?.now() ?? RealDate.now();
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given: unknown[], newTarget) =>
      // Only a date of "now" needs the clock.
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
    get: (target, name): unknown => (name === 'now' ? now : Reflect.get(target, name)),
  });
};

// Like Node's timers: without it, code that waits for a fraction of a millisecond would stop time.
const timerMs = (ms: number) => (ms >= 1 ? Math.trunc(ms) : 1);

const replaceTimers = () => {
  const real = { setTimeout, clearTimeout, sleep: timers.setTimeout };
  const virtual = (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
    if (!current) return real.setTimeout(run, ms, ...given);
    const cancel = current.after(timerMs(ms), () => run(...given));
    const timer = { cancel, ref: () => timer, unref: () => timer, hasRef: () => true };
    return timer;
  };
  const clear = (timer: unknown) => {
    if (typeof timer === 'object' && timer !== null && 'cancel' in timer)
      (timer as { cancel: () => void }).cancel();
    else real.clearTimeout(timer as NodeJS.Timeout);
  };
  // The members of a timer that its users need.
  globalThis.setTimeout = virtual as unknown as typeof setTimeout;
  globalThis.clearTimeout = clear;
  timers.setTimeout = ((ms?: number, value?: unknown, options?: object) =>
    current
      ? current.sleep(timerMs(ms ?? 0)).then(() => value)
      : real.sleep(ms, value, options)) as typeof timers.setTimeout;
  const realTimeout = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (ms) => {
    if (!current) return realTimeout(ms);
    const controller = new AbortController();
    current.after(ms, () =>
      controller.abort(new DOMException('The operation timed out', 'TimeoutError')),
    );
    return controller.signal;
  };
};

const replaceChance = () => {
  const real = { random: Math.random, uuid: crypto.randomUUID.bind(crypto) };
  Math.random = () => current?.random.next() ?? real.random();
  crypto.randomUUID = (options) => current?.random.uuid() ?? real.uuid(options);
  globalThis.crypto.randomUUID = () => crypto.randomUUID();
};

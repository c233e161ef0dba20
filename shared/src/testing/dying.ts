import { types } from 'node:util';

export type Death = 'before' | 'after';
type Call = (...args: unknown[]) => unknown;

class Died extends Error {}

const dieNow = () => {
  throw new Died();
};

// An asynchronous function never throws: its caller may already have started another one beside it.
const dieLater = () => Promise.reject(new Died());

/** Ports of a process that crashes at the `last` call of any of their functions and makes no calls afterwards. */
export const dying = <Ports extends object>(ports: Ports, last: number, death: Death): Ports => {
  let calls = 0;
  const mortal = (call: Call, target: object): Call => {
    const isPromised = types.isAsyncFunction(call) && !types.isGeneratorFunction(call);
    const die = isPromised ? dieLater : dieNow;
    return (...args) => {
      calls += 1;
      const dead = death === 'before' ? calls >= last : calls > last;
      if (dead) return die();
      const result = call.apply(target, args);
      if (calls < last || !(result instanceof Promise)) return result;
      return result.then(dieNow);
    };
  };
  const wrap = (value: object): object =>
    new Proxy(value, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member === 'function') return mortal(member as Call, target);
        return typeof member === 'object' && member !== null ? wrap(member) : member;
      },
    });
  // Every member stays, wrapped.
  return wrap(ports) as Ports;
};

/** Whether the work ends with such a crash; any other error is thrown. */
export const dies = async (work: Promise<unknown>): Promise<boolean> => {
  try {
    await work;
    return false;
  } catch (error) {
    if (error instanceof Died) return true;
    throw error;
  }
};

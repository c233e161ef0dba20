import { describe, expect, test } from '@jest/globals';
import { PART_BYTES } from '#api/part-size';
import { NoAnswer, Refused, UploadGone } from './answers.ts';
import { transfer, type TransferPorts, type Video } from './transfer.ts';

const REFUSAL = { message: 'No.', hint: 'Send another.' };
const video: Video = {
  name: 'clip.mp4',
  type: 'video/mp4',
  data: new Blob([new Uint8Array(3 * PART_BYTES + 10)]),
};

/** A bank that accepts parts; each of `faults` is thrown once, by the call that its key names. */
const createBank = (faults: [call: string, error: Error][] = []) => {
  const calls: string[] = [];
  let uploads = 0;
  let stored = new Map<number, number>();
  const did = (call: string) => {
    calls.push(call);
    const at = faults.findIndex(([name]) => name === call);
    const [fault] = at < 0 ? [] : faults.splice(at, 1);
    if (fault) throw fault[1];
  };
  const ports: TransferPorts = {
    api: {
      open: async () => {
        did('open');
        stored = new Map();
        return { key: 'key', uploadId: String(++uploads) };
      },
      storedParts: async () => {
        did('list');
        return [...stored.keys()];
      },
      signPart: async (_address, part) => {
        did(`sign ${part}`);
        return { url: String(part) };
      },
      complete: async () => {
        did('complete');
        return { session: 'session' };
      },
    },
    putPart: async (url, part, { onSent }) => {
      onSent(part.size / 2);
      did(`put ${url}`);
      stored.set(Number(url), part.size);
    },
    wait: async () => did('wait'),
  };
  return { calls, ports, sizes: () => [...stored].toSorted(([one], [other]) => one - other) };
};

const send = async (
  bank: ReturnType<typeof createBank>,
  sent = video,
  stop = new AbortController(),
) => {
  const told: number[] = [];
  const waiting: boolean[] = [];
  const session = await transfer(sent, bank.ports, {
    onOpened: () => undefined,
    onSent: (bytes) => told.push(bytes),
    onWaiting: (isWaiting) => waiting.push(isWaiting),
    signal: stop.signal,
  });
  return { session, told, waiting };
};

const broken = new NoAnswer('broken');

test('a video is stored in parts, and its progress only grows', async () => {
  const bank = createBank();

  const { session, told } = await send(bank);

  expect(session).toBe('session');
  expect(bank.sizes()).toEqual([
    [1, PART_BYTES],
    [2, PART_BYTES],
    [3, PART_BYTES],
    [4, 10],
  ]);
  expect(told).toEqual(told.toSorted((one, other) => one - other));
  expect(told.at(-1)).toBe(video.data.size);
});

test('an interrupted upload resumes with the missing parts', async () => {
  const bank = createBank();
  await send(bank);
  bank.calls.length = 0;

  await send(bank, { ...video, address: { key: 'key', uploadId: '1' } });

  expect(bank.calls).toEqual(['list', 'complete']);
});

describe('a connection that breaks', () => {
  test.each(['open', 'list', 'sign 2', 'put 3', 'complete'])('at "%s" is retried', async (call) => {
    const bank = createBank([[call, broken]]);

    expect((await send(bank)).session).toBe('session');
    expect(bank.calls.filter((each) => each === 'wait')).toHaveLength(1);
    expect(bank.sizes()).toHaveLength(4);
  });

  test('a thousand times in a row is retried each time', async () => {
    const bank = createBank(Array.from({ length: 1000 }, () => ['list', broken]));

    expect((await send(bank)).session).toBe('session');
  });

  test('costs only the part being sent', async () => {
    const bank = createBank([['put 2', broken]]);

    await send(bank);

    const puts = bank.calls.filter((call) => call.startsWith('put'));
    expect(puts.toSorted()).toEqual(['put 1', 'put 2', 'put 2', 'put 3', 'put 4']);
  });
});

test.each(['open', 'sign 2', 'put 3', 'complete'])(
  'a refusal at "%s" is final and not retried',
  async (call) => {
    const bank = createBank([[call, new Refused(REFUSAL)]]);

    await expect(send(bank)).rejects.toMatchObject({ shown: REFUSAL });
    expect(bank.calls.filter((each) => each === call || each === 'wait')).toEqual([call]);
  },
);

test('an upload that the server has lost starts over, but not forever', async () => {
  const once = createBank([['list', new UploadGone('')]]);
  await send(once);
  expect(once.calls.filter((call) => call === 'open')).toHaveLength(2);

  const always = createBank(Array.from({ length: 9 }, () => ['list', new UploadGone('')]));
  await expect(send(always)).rejects.toBeInstanceOf(Refused);
  expect(always.calls.filter((call) => call === 'open')).toHaveLength(3);
});

test('a stopped transfer ends, even while it waits', async () => {
  const bank = createBank([['list', broken]]);
  const stop = new AbortController();
  bank.ports.wait = async () => stop.abort();

  await expect(send(bank, video, stop)).rejects.toMatchObject({ name: 'AbortError' });
});

import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isRunning, until } from './testing/processes.ts';
import { startTestLambda, type TestLambda } from './testing/test-lambda.ts';

let local: TestLambda;
beforeEach(() => {
  local = startTestLambda();
});
afterEach(() => local.stop());

const loggedPid = (name: string) =>
  Number(new RegExp(`${name} (\\d+)`, 'u').exec(local.log())?.[1] ?? 0);

// A handler in an endless loop, with a child of its own child, each of which would run forever.
const ENDLESS = `
  import { spawn } from 'node:child_process';
  import { writeSync } from 'node:fs';
  export const handler = async ({ block }) => {
    spawn('/bin/sh', ['-c', 'sleep 1000 & echo grandchild $!; wait'], { stdio: 'inherit' });
    console.log('worker', process.pid);
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (block) for (;;) continue;
    await new Promise(() => setInterval(() => undefined, 1000));
  };`;

describe('a handler that does not return', () => {
  test.each([{ block: false }, { block: true }])(
    'is killed with all its processes at its timeout (%o)',
    async (event) => {
      local.deploy(ENDLESS, { timeoutSeconds: 1 });

      const result = await local.invoke(event);

      expect(result).toEqual({
        functionError: 'Unhandled',
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(
          /^RequestId: [\w-]{36} Error: Task timed out after 1\.00 seconds$/u,
        ),
      });
      expect(loggedPid('worker')).toBeGreaterThan(0);
      expect(loggedPid('grandchild')).toBeGreaterThan(0);
      await until(() => !isRunning(loggedPid('worker')) && !isRunning(loggedPid('grandchild')));
      expect(local.log()).toMatch(/REPORT RequestId: .*\tStatus: timeout\n$/u);
    },
  );

  test('does not delay the stop', async () => {
    local.deploy(ENDLESS, { timeoutSeconds: 900 });
    const invoked = local.invoke({ block: true });
    await until(() => loggedPid('grandchild') > 0 && loggedPid('worker') > 0);

    await local.lambda.stop();

    await invoked;
    await until(() => !isRunning(loggedPid('worker')) && !isRunning(loggedPid('grandchild')));
  });
});

describe('a handler that fails', () => {
  test('returns the error in AWS’s format, and its worker continues', async () => {
    local.deploy(`let n = 0; export const handler = async ({ bad }) => {
      n += 1;
      if (bad) throw new RangeError('too much');
      return n;
    };`);

    expect(await local.invoke({ bad: true })).toEqual({
      functionError: 'Unhandled',
      errorType: 'RangeError',
      errorMessage: 'too much',
      trace: expect.arrayContaining(['RangeError: too much']),
    });
    expect(await local.invoke()).toBe(2);
  });

  test('by exiting says so, and the next invocation has a new worker', async () => {
    local.deploy(`let n = 0; export const handler = async ({ code }) => {
      if (code !== undefined) process.exit(code);
      return ++n;
    };`);

    const error = { functionError: 'Unhandled', errorType: 'Runtime.ExitError' };
    expect(await local.invoke({ code: 3 })).toEqual({
      ...error,
      errorMessage: expect.stringMatching(/ Error: Runtime exited with error: exit status 3$/u),
    });
    expect(await local.invoke({ code: 0 })).toEqual({
      ...error,
      errorMessage: expect.stringMatching(/ Error: Runtime exited without providing a reason$/u),
    });
    expect(await local.invoke()).toBe(1);
  });

  test('by an unhandled rejection has that error', async () => {
    local.deploy(`export const handler = async () => {
      void Promise.reject(new Error('forgotten'));
      await new Promise((resolve) => setTimeout(resolve, 5000));
    };`);

    expect(await local.invoke()).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: forgotten',
    });
  });

  test('by throwing after its response does not affect later invocations', async () => {
    local.deploy(`let n = 0; export const handler = async () => {
      if (n === 0) setTimeout(() => { throw new Error('late'); }, 50);
      return ++n;
    };`);

    expect(await local.invoke()).toBe(1);
    await until(() => local.log().includes('late'));
    // A log line does not mean that it is over: the process still has to exit, and that has to be noticed.
    await new Promise((resolve) => setTimeout(resolve, 1500));

    expect(await local.invoke()).toBe(1);
  });

  test('with a result larger than 6 MB has that error', async () => {
    local.deploy(`export const handler = async ({ size }) => 'x'.repeat(size);`);

    expect(await local.invoke({ size: 6_291_556 })).toEqual({
      functionError: 'Unhandled',
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
    expect(await local.invoke({ size: 10 })).toBe('xxxxxxxxxx');
  });
});

describe('a bundle that does not load', () => {
  const errorTypeOf = async (code: string, handler = 'src/handler.handler') => {
    local.deploy(code, { handler });
    const { errorType } = (await local.invoke()) as { errorType: string };
    return errorType;
  };

  test('is reported as on AWS', async () => {
    expect(await errorTypeOf('throw new RangeError("bad start");')).toBe('RangeError');
    expect(await errorTypeOf('export const handler = ;')).toBe('Runtime.UserCodeSyntaxError');
    expect(await errorTypeOf('export const other = 1;')).toBe('Runtime.HandlerNotFound');
    expect(await errorTypeOf('', 'src/missing.handler')).toBe('Runtime.ImportModuleError');
    expect(await errorTypeOf('', 'handler')).toBe('Runtime.MalformedHandlerName');
    expect(await errorTypeOf('export const handler = (event, context, callback) => 1;')).toBe(
      'Runtime.CallbackHandlerDeprecated',
    );
  });

  test('is loaded again for the next invocation', async () => {
    local.deploy('console.log("try"); throw new Error("not yet");');

    await local.invoke();
    await local.invoke();

    expect(local.log().match(/INFO\ttry/gu)).toHaveLength(2);
  });

  test('cannot use a package of the machine that it does not include', async () => {
    const machine = path.join(import.meta.dirname, '../../../../node_modules');
    expect(existsSync(path.join(machine, 'valibot'))).toBe(true);
    expect(
      await errorTypeOf(
        `import { createRequire } from 'node:module';
         createRequire(${JSON.stringify(path.join(machine, 'x.js'))})('valibot');
         export const handler = async () => 1;`,
      ),
    ).toBe('Runtime.ImportModuleError');
  });
});

test('a handler that fills its /tmp beyond the limit is killed', async () => {
  local.deploy(
    `import { tmpdir } from 'node:os';
    import { truncate, writeFile } from 'node:fs/promises';
    export const handler = async () => {
      await writeFile(tmpdir() + '/big', '');
      await truncate(tmpdir() + '/big', 601 * 2 ** 20);
      await new Promise((resolve) => setTimeout(resolve, 15000));
    };`,
    { ephemeralStorageMb: 600 },
  );

  expect(await local.invoke()).toMatchObject({ errorType: 'Runtime.ExitError' });
  expect(local.log()).toContain('601 MB of files are more than the 600 MB its /tmp has');
});

const onLinux = process.platform === 'linux' ? test : test.skip;

describe('a handler that uses more memory than it has', () => {
  test('is killed if its heap is larger', async () => {
    local.deploy(
      `export const handler = async () => {
        const kept = [];
        for (;;) kept.push(new Array(1e6).fill(Math.random()));
      };`,
      { memoryMb: 128 },
    );

    expect(await local.invoke()).toMatchObject({ errorType: 'Runtime.ExitError' });
  });

  onLinux(
    'is killed when it and its children together have more (counted on Linux only)',
    async () => {
      local.deploy(
        `import { spawn } from 'node:child_process';
      export const handler = async () => {
        const code = 'globalThis.kept = Buffer.alloc(200 * 2 ** 20, 1); setInterval(() => {}, 1000)';
        spawn(process.execPath, ['-e', code]);
        await new Promise((resolve) => setTimeout(resolve, 15000));
      };`,
        { memoryMb: 200 },
      );

      expect(await local.invoke()).toMatchObject({
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(/ Error: Runtime exited with error: signal: killed$/u),
      });
      expect(local.log()).toMatch(/\d+ MB of memory are more than the 200 MB it has/u);
      const used = Number(/Max Memory Used: (\d+) MB/u.exec(local.log())?.[1]);
      expect(used).toBeGreaterThan(200);
    },
  );
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openBank, type Bank } from './testing/bank.ts';
let bank: Bank;
beforeAll(async () => {
  bank = await openBank();
}, 120_000);
afterAll(() => bank.close());
test('x', async () => {
  const r = await fetch(`${bank.url}/signed-url?file=a.mp4`);
  console.log(r.status, await r.text());
  const c = await fetch(`${bank.url}/config.json`);
  console.log(c.status, await c.text());
  const p = await fetch(`${bank.url}/`);
  console.log(p.status, Object.fromEntries(p.headers), (await p.text()).slice(0, 100));
  expect((await fetch(`${bank.url}/metadata/${randomUUID()}`)).status).toBe(404);
});

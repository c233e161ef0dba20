import path from 'node:path';
import { interruption } from '../../../deploy/src/interruption.ts';
import { settingsOf } from '../../../deploy/src/packaging/settings-file.ts';
import { runReindex } from './command.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

process.exitCode = await runReindex(process.argv.slice(2), {
  print: console.log,
  signal: interruption(),
  zoneOf: async (stage) => (await settingsOf(ROOT, stage)).BANK_TIME_ZONE,
});

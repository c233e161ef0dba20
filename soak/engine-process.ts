// The local engine in a separate process that is meant to be killed: node engine-process.ts SETUP
import { readFileSync } from 'node:fs';
import { startEngine } from '../local/src/engine/engine.ts';
import type { Model } from '../local/src/services/rekognition/models/model.ts';
import type { EngineMemory, EngineSetup } from './engine-setup.ts';

const [, , setup = ''] = process.argv;
// Written by the soak test itself.
const { stateDir, stacks, ports } = JSON.parse(readFileSync(setup, 'utf8')) as EngineSetup;

// Nobody requests labels here: the simulated service is in the soak test's own process.
const noModel = {
  ...{ name: 'none', key: 'none', frame: { sizes: [], fit: 'stretch' } },
  check: () => Promise.resolve(),
  load: () => Promise.reject(new Error('No labels are found in the engine')),
} satisfies Model;

const { urls } = await startEngine({
  ...{ stateDir, stacks, awsPort: ports.aws, pagePort: ports.page },
  // Failed messages return within seconds; on AWS it takes minutes.
  ...{ retryDelaysSeconds: [5, 10], redeliverySeconds: 5 },
  labelsModel: noModel,
});

process.on('message', (asked) => {
  if (asked !== 'memory') return;
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ memory: { rss, heapUsed } } satisfies { memory: EngineMemory });
});
// The engine does not outlive the soak test.
process.on('disconnect', () => process.exit());
process.send?.({ urls });

import { enterCloud } from './cloud/the-cloud.ts';
import { deploy, type Deployment } from './deployment/deployment.ts';
import { SCHEDULES } from './deployment/schedules.ts';
import type { Handlers } from './handlers.ts';
import { TABLES } from './names.ts';
import { createProof, type Proof } from './proof/proof.ts';
import { overdueIn } from './proof/retention.ts';
import type { Faults } from './world/faults.ts';
import { enterWorld } from './world/virtual-globals.ts';
import type { World } from './world/world.ts';

const HOUR_MS = 3_600_000;
// In some histories the sweep runs less often than deployed.
const SWEEP_SLOWER = [1, 3, 10] as const;
const QUIET_SWEEP_MS = 900_000;

/** A world with its cloud, and its invariants. */
export type Run = { world: World; cloud: Deployment; proof: Proof; faults: Faults };

/** Deploys the system into a world, in which all code then runs. */
export const begin = (world: World, faults: Faults, handlers: Handlers): Run => {
  const proof = createProof(world);
  const cloud = deploy({ world, faults, handlers }, proof.observer);
  enterWorld(world);
  enterCloud(cloud.reachable);
  startSchedules({ world, cloud, proof, faults });
  return { world, cloud, proof, faults };
};

const startSchedules = ({ world, cloud, faults }: Run) => {
  const { status, deleteVideo, applyRetention } = cloud.schedules;
  const everyMs = SCHEDULES.status * 1000 * world.random.pick(SWEEP_SLOWER);
  const repeat = (options: typeof status, interval: () => number) => {
    world.later(interval(), () => {
      // Before this run adds activity to the cloud.
      repeat(options, interval);
      if (faults.happens('schedule missed', world.now())) world.reach('schedule missed');
      else void cloud.functions.invoke(options, { source: 'aws.events' });
    });
  };
  // When nothing changes, most sweeps would find the same.
  repeat(status, () => (cloud.isBusy() ? everyMs : QUIET_SWEEP_MS));
  repeat(deleteVideo, () => (cloud.isBusy() ? SCHEDULES.deleteVideo * 1000 : QUIET_SWEEP_MS));
  repeat(applyRetention, () => SCHEDULES.applyRetention * 1000);
};

/** Runs a world until it is done, something has gone wrong, or the given hours have passed. */
export const live = (
  { world, proof }: Run,
  { isOver, hours, isPatient }: { isOver: () => boolean; hours: number; isPatient?: boolean },
) =>
  world.run(
    {
      isOver: () => proof.violations.length > 0 || isOver(),
      untilMs: world.now() + hours * HOUR_MS,
    },
    isPatient,
  );

/** Whether the faults are over and nothing is left to do. */
export const isQuiet = ({ world, cloud, faults }: Run) =>
  world.now() >= faults.endAt && !cloud.isBusy() && openIn({ world, cloud }).length === 0;

/** The sessions and tombstones that are not at their end, and the videos that have stayed for longer than they may. */
export const openIn = ({ world, cloud }: Pick<Run, 'world' | 'cloud'>): string[] => [
  ...cloud
    .table(TABLES.sessions)
    .items()
    .filter((item) => item['open'])
    .map((item) => JSON.stringify(item)),
  ...overdueIn(cloud, world.now()).map((id) => `${id} should be deleted by now`),
];

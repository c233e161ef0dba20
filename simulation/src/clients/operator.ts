import { redrive } from '../../../local/src/services/sqs/redrive.ts';
import type { World } from '../world/world.ts';

/** An operator who follows the dead-letter alarm's instructions. */
export const replayAll = async ({ world }: { world: World }): Promise<void> => {
  const print = (line: string) => world.trace.add(line);
  await redrive(['--aws', '--queue', 'dead-letter', '--replay', 'all'], print);
};

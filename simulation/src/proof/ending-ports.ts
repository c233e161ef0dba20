import type { Deployment } from '../deployment/deployment.ts';
import type { Proof } from './proof.ts';
import type { References } from './references.ts';

/** What the final checks read. */
export type EndingPorts = { cloud: Deployment; proof: Proof; references: References };

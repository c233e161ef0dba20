import { where } from './where/where.ts';

process.exitCode = await where(process.argv.slice(2), process);

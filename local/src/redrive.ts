import { redrive } from './services/sqs/redrive.ts';

process.exitCode = await redrive(process.argv.slice(2), console.log);

import { HELP, optionsIn } from './src/command/arguments.ts';
import { simulateSeeds } from './src/command/simulate-seeds.ts';
import { testPlanted } from './src/planted/test-planted.ts';

const MISUSED = 2;

const run = async (args: string[]): Promise<number> => {
  const options = optionsIn(args);
  if (!options || options.help) {
    (options ? process.stdout : process.stderr).write(HELP);
    return options ? 0 : MISUSED;
  }
  const print = (text: string) => void process.stdout.write(`${text}\n`);
  return options.planted === undefined
    ? simulateSeeds(options, print)
    : testPlanted(options.planted, options, print);
};

process.exitCode = await run(process.argv.slice(2));

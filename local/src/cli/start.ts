import { EventEmitter, once } from 'node:events';
import { exposedBy } from '../aws-port/access-key.ts';
import type { Engine } from '../engine/engine.ts';
import type { Arguments } from './arguments.ts';
import { createBacklog } from './backlog.ts';
import { openBank, type Bank } from './bank.ts';
import { createDisplay } from './create-display.ts';
import type { Display } from './display.ts';
import { dropFiles, dropSample } from './drop-videos.ts';
import { explain } from './explain.ts';
import { followSessions } from './follow-sessions.ts';
import { launch } from './launch.ts';
import { createReport } from './report.ts';
import type { Output, Terminal } from './terminal.ts';
import { sessionEventsIn } from './session-events.ts';
import { checkFiles, type VideoFile } from './video-files.ts';
import { welcome, welcomeEmpty } from './welcome.ts';

/**
 * Starts the video bank on this machine, uploads the files and follows them until all are done (`--once`) or the signal
 * aborts. False if a video failed or could not be uploaded; nothing is left running in any case.
 */
export const start = async (
  args: Arguments,
  { stdout, stderr }: Terminal,
  signal: AbortSignal,
): Promise<boolean> => {
  const { files, problems } = await checkFiles(args.files);
  for (const problem of problems) stderr.write(`${problem}\n`);
  const output = args.json ? stderr : stdout;
  const json = args.json ? stdout : undefined;
  await using running = new AsyncDisposableStack();
  const display = running.adopt(createDisplay(output), (opened) => opened.close());
  const interrupted = once(signal, 'abort').then(() => true);
  const served = serve(args, files, { display, output, json, running });
  return (await Promise.race([served, interrupted])) && problems.length === 0;
};

type Place = {
  display: Display;
  output: Output;
  json: Output | undefined;
  running: AsyncDisposableStack;
};

const serve = async (args: Arguments, files: VideoFile[], place: Place): Promise<boolean> => {
  const { display, running } = place;
  const deliveries = createBacklog<string>();
  const { engine, ffmpeg } = await launch(args, { display, onDelivery: deliveries.push });
  running.adopt(engine, (started) => started.stop());
  if (args.empty) {
    display.print(welcomeEmpty({ ...engine, ...args }, place.output));
    return new Promise(() => undefined);
  }
  const bank = running.adopt(openBank(engine), (opened) => opened.close());
  const isExposed = exposedBy(args) !== undefined;
  display.print(welcome({ ...engine, ...bank, ...args, ffmpeg, isExposed }, place.output));

  const { follower, report, settled } = await follow(bank, engine, place);
  deliveries.drain((event) => sessionEventsIn(event, bank.buckets).forEach(follower.handle));
  const allDropped = await dropFiles(files, { bank, display });
  if (files.length === 0 && args.sample)
    await dropSample(ffmpeg.ffmpeg, { ...args, bank, display });

  if (!follower.isSettled()) await once(settled, 'settled');
  report.printResults();
  if (args.once) return allDropped && report.allReady();
  settled.on('settled', report.printResults);
  return new Promise(() => undefined);
};

const follow = async (bank: Bank, engine: Engine, place: Place) => {
  const report = createReport({ ...place, ...engine, ...bank });
  const settled = new EventEmitter();
  const follower = followSessions({
    ...report,
    readMetadata: bank.readMetadata,
    settle: () => settled.emit('settled'),
    onError: (error) => place.display.print(explain(error)),
  });
  for (const session of await bank.openSessions()) follower.resume(session);
  return { follower, report, settled };
};

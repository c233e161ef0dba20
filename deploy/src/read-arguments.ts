import path from 'node:path';
import { parseArgs } from 'node:util';
import { LOCAL_STAGE } from './packaging/build-directory.ts';
import type { Architecture } from './ffmpeg-layer/ffmpeg-release.ts';

/** The stacks in import order. */
export const STACKS = ['video', 'upload', 'facebook'] as const;
/** A stack by its short name, as in `--only`. */
export type Stack = (typeof STACKS)[number];

/** The arguments of `./deploy.sh`. */
export type Arguments = {
  help: boolean;
  only: readonly Stack[];
  stage: string;
  region: string;
  profile: string | undefined;
  own: { ffmpeg: string; ffprobe: string } | undefined;
  remove: boolean;
  yes: boolean;
};

export const HELP = `Usage: ./deploy.sh [options]

Deploys video-service, upload-service and facebook-service, and prints their addresses.

  --only video,upload,facebook   these stacks only
  --stage NAME                   default: dev; "local" is for an engine at AWS_ENDPOINT_URL
  --region NAME                  default: us-east-1
  --profile NAME                 the profile of ~/.aws to use
  --ffmpeg PATH --ffprobe PATH   static arm64 builds to use instead of the pinned release
  --remove                       removes the stacks, in reverse order
  --yes                          empties their buckets without confirmation
  --help

The functions run on arm64; see docs/deploy.md for details.`;

/** The functions' architecture, as in the three serverless.yml. */
export const ARCHITECTURE: Architecture = 'arm64';

/** Parses the arguments; throws an error that names an invalid one. */
export const readArguments = (argv: string[], env: NodeJS.ProcessEnv): Arguments => {
  const { values } = parseArgs({
    args: argv,
    options: {
      help: { type: 'boolean', default: false },
      only: { type: 'string', default: STACKS.join(',') },
      stage: { type: 'string', default: 'dev' },
      region: { type: 'string', default: 'us-east-1' },
      profile: { type: 'string' },
      ffmpeg: { type: 'string' },
      ffprobe: { type: 'string' },
      remove: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
    },
  });
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(values.stage)) {
    throw new Error(
      `--stage ${values.stage} is invalid: use at most 20 lower-case letters, digits and hyphens.`,
    );
  }
  if (values.stage === LOCAL_STAGE && !env['AWS_ENDPOINT_URL']) {
    throw new Error(
      '--stage local needs a local engine: run npm start -- --empty, and set AWS_ENDPOINT_URL to its address.',
    );
  }
  if (!/^[a-z]{2,}(-[a-z]+)+-\d$/.test(values.region)) {
    throw new Error(`--region ${values.region} is not a region such as eu-central-1.`);
  }
  const { help, stage, region, profile, remove, yes } = values;
  const only = stacksIn(values.only);
  return { help, stage, region, profile, only, own: programsOf(values), remove, yes };
};

const programsOf = ({ ffmpeg, ffprobe }: { ffmpeg?: string; ffprobe?: string }) => {
  if (ffmpeg === undefined && ffprobe === undefined) return undefined;
  if (ffmpeg === undefined || ffprobe === undefined) {
    throw new Error('--ffmpeg and --ffprobe must be used together.');
  }
  return { ffmpeg: path.resolve(ffmpeg), ffprobe: path.resolve(ffprobe) };
};

const stacksIn = (only: string): Stack[] => {
  const asked = only.split(',').map((name) => name.trim());
  const unknown = asked.find((name) => !STACKS.some((stack) => stack === name));
  if (unknown !== undefined) {
    throw new Error(`--only "${unknown}" is not a stack. The stacks are ${STACKS.join(', ')}.`);
  }
  return STACKS.filter((stack) => asked.includes(stack));
};

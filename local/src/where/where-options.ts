import { parseArgs } from 'node:util';
import { LOCAL_STAGE } from '@video-service/deploy/packaging/build-directory';

export const HELP = `Usage: npm run where -- ID | KEY | NAME [options]

Shows where a video is: its stage, since when, what happens next and when, and why it is stuck, if it is. Name the
video by its id, its key in the source bucket (videos/garden/clip.mp4), or a part of its file name.

  --json             the same as JSON
  --endpoint URL     where the local engine listens (default: http://127.0.0.1:4566)
  --stage NAME       a stage on AWS, with the environment's credentials; what they cannot read is left out
  --region NAME      its region (default: us-east-1)
  --help             show this text
`;

export type WhereOptions = {
  asked: string;
  json: boolean;
  stage: string;
  region: string;
  endpoint: string;
};

/** The options in the arguments; undefined if they are invalid. */
export const whereOptionsIn = (args: string[]): WhereOptions | 'help' | undefined => {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    if (values.help) return 'help';
    const [asked = '', ...others] = positionals;
    const { json, stage, region, endpoint } = values;
    return asked === '' || others.length > 0 ? undefined : { asked, json, stage, region, endpoint };
  } catch {
    // Whatever is wrong, the help shows the correct usage.
    return undefined;
  }
};

const OPTIONS = {
  json: { type: 'boolean', default: false },
  stage: { type: 'string', default: LOCAL_STAGE },
  region: { type: 'string', default: 'us-east-1' },
  endpoint: { type: 'string', default: 'http://127.0.0.1:4566' },
  help: { type: 'boolean', default: false },
} as const;

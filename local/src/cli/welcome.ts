import { styleText } from 'node:util';
import { REGION } from '../engine/account.ts';
import { DEFAULT_ACCESS_KEY, type AccessKey } from '../aws-port/access-key.ts';
import type { Ffmpeg } from '@video-service/deploy/packaging/ffmpeg-binaries';
import type { Output } from './terminal.ts';
import type { Buckets } from './session-events.ts';
import { shortenPath } from './shorten-path.ts';

export type Place = {
  urls: { aws: string; page: string };
  /** The origin of the pages for other machines. */
  address?: string;
  /** Whether other machines can reach it. */
  isExposed: boolean;
  accessKey: AccessKey;
  buckets: Buckets;
  stateDir: string;
  ffmpeg: Pick<Ffmpeg, 'version' | 'from'>;
  /** The label models. */
  labelModels: string[];
};

/** The addresses of all parts, and how to upload a video. */
export const welcome = (place: Place, stream: Output): string => {
  const { urls, accessKey, buckets, stateDir, ffmpeg, labelModels } = place;
  const page = place.address ?? urls.page;
  const { accessKeyId, secret } = shown(accessKey);
  const rows = [
    ['pages', place.isExposed ? page : `${page}  (Messenger: ${page}/messenger)`],
    ['AWS', `${urls.aws}  (region ${REGION}, access key ${accessKeyId}, secret ${secret})`],
    ['videos', `s3://${buckets.source}/videos/`],
    ['results', `s3://${buckets.render}/<session>/`],
    ['files', shortenPath(stateDir)],
    ['FFmpeg', `${ffmpeg.version}  (${ffmpeg.from})`],
    ['labels', labelModels.join(', ') || 'none'],
    ['logs', 'npm run logs -- <function>'],
  ];
  const drop = [
    `AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secret} AWS_REGION=${REGION} \\`,
    `    aws --endpoint-url ${urls.aws} s3 cp clip.mp4 s3://${buckets.source}/videos/`,
    `curl --aws-sigv4 aws:amz:${REGION}:s3 --user ${accessKeyId}:${secret} -H x-amz-content-sha256:UNSIGNED-PAYLOAD \\`,
    `    -T clip.mp4 ${urls.aws}/${buckets.source}/videos/clip.mp4`,
  ];
  return [
    heading('The video bank is running', stream),
    ...rows.map((row) => formatRow(row, stream)),
    '',
    heading('Drop a video', stream),
    ...drop.map((line) => `  ${line}`),
    '',
  ].join('\n');
};

/** The addresses of an engine without stacks, and how to deploy to it. */
export const welcomeEmpty = (
  { urls, accessKey, address }: Pick<Place, 'urls' | 'accessKey' | 'address'>,
  stream: Output,
): string => {
  const { accessKeyId, secret } = shown(accessKey);
  return [
    heading('The engine is running, with nothing deployed', stream),
    formatRow(['pages', address ?? urls.page], stream),
    formatRow(['AWS', urls.aws], stream),
    '',
    heading('Deploy', stream),
    `  AWS_ENDPOINT_URL=${urls.aws} AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secret} \\`,
    '    ./deploy.sh --stage local',
    '',
  ].join('\n');
};

// Your own secret is not shown on the screen.
const shown = ({ accessKeyId, secretAccessKey }: AccessKey) => {
  const isDefault = secretAccessKey === DEFAULT_ACCESS_KEY.secretAccessKey;
  return { accessKeyId, secret: isDefault ? secretAccessKey : '$VIDEO_SERVICE_SECRET_ACCESS_KEY' };
};

const heading = (text: string, stream: Output) => styleText('bold', text, { stream });

const formatRow = ([key = '', value = '']: string[], stream: Output) =>
  `  ${styleText('dim', key.padEnd(9), { stream })}${value}`;

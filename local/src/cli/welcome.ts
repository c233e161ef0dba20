import { styleText } from 'node:util';
import { REGION } from '../account.ts';
import { DEFAULT_ACCESS_KEY, type AccessKey } from '../aws-port/access-key.ts';
import type { Ffmpeg } from '../packaging/ffmpeg-binaries.ts';
import type { Output } from './display.ts';
import type { Buckets } from './session-events.ts';
import { shortenPath } from './shorten-path.ts';

export type Place = {
  urls: { aws: string; page: string };
  accessKey: AccessKey;
  buckets: Buckets;
  stateDir: string;
  ffmpeg: Pick<Ffmpeg, 'version' | 'from'>;
};

/** Where everything is, and how to drop a video. */
export const welcome = (place: Place, stream: Output): string => {
  const { urls, accessKey, buckets, stateDir, ffmpeg } = place;
  const isDefault = accessKey.secretAccessKey === DEFAULT_ACCESS_KEY.secretAccessKey;
  // One's own is not for the screen.
  const secret = isDefault ? accessKey.secretAccessKey : '$VIDEO_SERVICE_SECRET_ACCESS_KEY';
  const { accessKeyId } = accessKey;
  const rows = [
    ['pages', `${urls.page}  (Messenger: ${urls.page}/messenger)`],
    ['AWS', `${urls.aws}  (region ${REGION}, access key ${accessKeyId}, secret ${secret})`],
    ['videos', `s3://${buckets.source}/videos/`],
    ['results', `s3://${buckets.render}/<session>/`],
    ['files', shortenPath(stateDir)],
    ['FFmpeg', `${ffmpeg.version}  (${ffmpeg.from})`],
    ['logs', 'npm run logs -- <function>'],
  ];
  const table = rows.map(
    ([key = '', value = '']) => `  ${styleText('dim', key.padEnd(9), { stream })}${value}`,
  );
  const drop = [
    `AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secret} AWS_REGION=${REGION} \\`,
    `    aws --endpoint-url ${urls.aws} s3 cp clip.mp4 s3://${buckets.source}/videos/`,
    `curl --aws-sigv4 aws:amz:${REGION}:s3 --user ${accessKeyId}:${secret} -H x-amz-content-sha256:UNSIGNED-PAYLOAD \\`,
    `    -T clip.mp4 ${urls.aws}/${buckets.source}/videos/clip.mp4`,
  ];
  const heading = (text: string) => styleText('bold', text, { stream });
  return [
    heading('The video bank is open'),
    ...table,
    '',
    heading('Drop a video'),
    ...drop.map((line) => `  ${line}`),
    '',
  ].join('\n');
};

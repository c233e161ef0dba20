import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SAMPLE_SESSION_ID } from '@video-service/shared/keys';
import { startEngine, type Engine } from '../../engine/engine.ts';
import { findFfmpeg } from '@video-service/deploy/packaging/ffmpeg-binaries';
import { PERSON_ID } from '../../messenger/graph-request.ts';
import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';
import { packageStacks } from '@video-service/deploy/packaging/package-stacks';
import { drawClip } from '../../testing/draw-clip.ts';
import { createOwner } from './testing/owner.ts';
import { createPageUser } from './testing/page-user.ts';
import { type RoleCall, unusedPermissions } from './testing/unused-permissions.ts';

const TIMEOUT_MS = 480_000;
const ROOT = path.resolve(import.meta.dirname, '../../../..');
const VIDEO = 'video-service-local';
const OLD = 'videos/attic/2020-01-01_120000.mp4';

// Permitted for what the scenario below does not cover; an entry that it covers is an error.
const UNTRAVELLED = {
  'facebook-service-local-FacebookRole s3:GetObject captures/*':
    'a key frame, when the preview is larger than Messenger takes',
  'facebook-service-local-DownloadRole s3:AbortMultipartUpload videos/*':
    'a download that breaks off after its first five megabytes',
  'video-service-local-StatusRole dynamodb:UpdateItem table/video-service-local-labels':
    'captures that nobody has labelled after half an hour',
  'video-service-local-StatusRole sqs:GetQueueAttributes video-capture-queue-local':
    'whether captures still wait, which is asked after half an hour',
  'video-service-local-StatusRole sns:Publish video-render-start-topic-local':
    'a rendering of which nothing was heard for half an hour',
  'upload-service-local-AcceptVideoRole dynamodb:DeleteItem table/upload-service-local-library':
    'a video that was deleted before its rendering began',
  'upload-service-local-AcceptVideoRole dynamodb:GetItem table/upload-service-local-library':
    'news of a beginning that comes after the results',
  'upload-service-local-IndexVideoRole dynamodb:DeleteItem table/upload-service-local-library':
    'a later revision that shows other labels',
  'upload-service-local-ListVideosRole s3:GetObject captures/*': 'a moment that a label leads to',
  'upload-service-local-SignInRole dynamodb:UpdateItem table/upload-service-local-limits':
    'signing in, which a bank without a passphrase does not need',
};

// The id of an invocation or of a request, which reveals no video.
const INVOCATION =
  /(?<=RequestId: |"requestId":"|^[\d:.TZ-]+\s)[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/u;
const IDS = new RegExp(`[\\da-f]{8}(-[\\da-f]{4}){3}-[\\da-f]{12}|${PERSON_ID}`, 'iu');

const opened = new AsyncDisposableStack();
const calls: RoleCall[] = [];
const deleted: string[] = [];
const traces: string[] = [];
let engine: Engine;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'roles-'));
  opened.defer(() => rm(directory, { recursive: true }));
  const binaries = await findFfmpeg();
  engine = await startEngine({
    ...{ stateDir: path.join(directory, 'state'), awsPort: 0, pagePort: 0 },
    stacks: withRules(await packageStacks({ root: ROOT, binaries, onProgress: () => undefined })),
    onRoleCall: (call) => calls.push(call),
  });
  opened.defer(engine.stop);
  await takeEveryRoad(await readFile(await drawClip(path.join(directory, 'clip.mp4'))));
}, TIMEOUT_MS);
afterAll(() => opened.disposeAsync());

// Old videos of one camera are deleted, and labels have a budget, as on AWS.
const withRules = (stacks: PackagedStack[]): PackagedStack[] =>
  stacks.map(({ template, ...stack }) => ({
    ...stack,
    template: JSON.parse(
      JSON.stringify(template)
        .replaceAll('"RETENTION_DAYS_BY_CAMERA":""', '"RETENTION_DAYS_BY_CAMERA":"attic:1"')
        .replaceAll('"LABELS_USD_PER_DAY":"1000000"', '"LABELS_USD_PER_DAY":"10"'),
    ) as unknown,
  }));

const takeEveryRoad = async (film: Uint8Array<ArrayBuffer>) => {
  const owner = createOwner(engine);
  opened.defer(() => owner.close());
  const user = createPageUser(engine.urls.page);
  const link = await user.signLink(film.length);
  await owner.leaveListener(link.session);
  // Before its video and its results exist.
  await user.locate(link.session);
  await user.listen(link.session);
  // Published by another run before this one got this far.
  const published = randomUUID();
  await owner.publishMetadata(published);

  await owner.leaveListener('library');
  const [failing] = await Promise.all([
    user.uploadInParts(),
    user.sendByLink(link, new Blob([film])),
    user.giveUpParts(),
    user.misuseSockets(),
    user.chat(new Blob([film])),
    owner.drop(`videos/${published}/clip.mp4`, film),
    owner.drop(`videos/${SAMPLE_SESSION_ID}/clip.mp4`, film),
    owner.drop('videos/garden/clip.mp4', film),
    owner.drop(OLD, film),
  ]);
  await until(async () => (await user.look(link.session)) === 1);
  await until(async () => (await user.look(failing)) === -1);

  await user.locate(link.session);
  await user.browse();
  await user.look(randomUUID());
  await user.keep(link.session);
  await owner.sweep();
  await owner.giveUp(VIDEO, 'create-session', owner.created(`videos/${randomUUID()}/clip.mp4`));
  await owner.giveUp(VIDEO, 'get-labels', owner.created(`captures/${link.session}/clip-0.png`));
  const incoming = { id: randomUUID(), sender: 'person', kind: 'video', url: 'https://a/b' };
  await owner.giveUp('facebook-service-local', 'download', incoming);
  await owner.expireMetadata(link.session);
  await owner.tellReady(link.session);
  await user.look(link.session);
  await owner.leaveListener('library');
  await owner.tellReady(failing);

  await owner.leaveListener(link.session);
  await user.delete(link.session);
  await user.deleteNothing();
  await user.leaveMessenger();
  await owner.reportLate(link.session);
  // An unfinished upload.
  await owner.drop(`videos/${link.session}/late.mp4`, film);
  await owner.remove('videos/garden/clip.mp4');
  await owner.applyRetention(OLD);
  await owner.sweepTombstones();
  await user.look(link.session);
  // One sent through the page, and one removed from its bucket.
  for (const trace of [link.session, 'videos/garden/clip.mp4']) {
    deleted.push(trace);
    await until(async () => (await owner.tracesOf(trace)).length === 0);
    traces.push(...(await owner.tracesOf(trace)));
  }
};

const until = async (isTrue: () => Promise<boolean> | boolean, seconds = 60) => {
  const end = Date.now() + seconds * 1000;
  while (!(await isTrue()) && Date.now() < end) await setTimeout(100);
};

test('no function makes a call that its role does not permit', () => {
  expect(calls.filter(({ isAllowed }) => !isAllowed)).toEqual([]);
});

test(
  'a role permits nothing that its function does not call',
  async () => {
    const expected = Object.keys(UNTRAVELLED).sort();
    const unused = () => unusedPermissions(engine.stacks.access(), calls);
    await until(() => unused().length <= expected.length);

    expect(unused().sort()).toEqual(expected);
  },
  TIMEOUT_MS,
);

test('a deleted video leaves no trace in any bucket, table or queue except tombstones', () => {
  expect(deleted).toHaveLength(2);
  expect(traces).toEqual([]);
});

test('no function logs the id of a session or a person', async () => {
  const folder = path.join(directory, 'state', 'logs');
  const files = (await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8'));
  const lines = (await Promise.all(files)).flatMap((log) => log.split('\n'));

  expect(lines.filter((line) => line.includes('"sessionId"')).length).toBeGreaterThan(10);
  expect(lines.filter((line) => IDS.test(line.replace(INVOCATION, '')))).toEqual([]);
});

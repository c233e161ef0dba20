import { expect, test } from '@jest/globals';
import { InvalidInput } from '@video-service/shared/errors';
import { READY } from '@video-service/shared/session';
import { diedAndDeliveredAgain } from '../testing/dying.ts';
import { errorAt, GIF, ID, video, SESSION, PREVIEWS } from '../testing/example.ts';
import { fakePorts } from '../testing/fake-ports.ts';
import { createGif } from './create-gif.ts';

const opened = async () => {
  const ports = fakePorts();
  await ports.sessions.open(video);
  return ports;
};
const TRACK = [
  ...['WEBVTT', ''],
  ...['00:00:00.000 --> 00:00:00.500', 'my%20clip-storyboard.jpg#xywh=0,0,192,108', ''],
  ...['00:00:00.500 --> 00:00:02.000', 'my%20clip-storyboard.jpg#xywh=192,0,192,108', '', ''],
].join('\n');
const never = () => Promise.reject(new Error('nothing is to be rendered'));
const done = { id: ID, step: 'gif', gif: GIF, previews: PREVIEWS };

test('the previews are stored beside the metadata, added to the session and reported', async () => {
  const ports = await opened();

  expect(await createGif(video, ports)).toBe('preview rendered');

  expect([...ports.renders.objects]).toEqual([
    [GIF, 'GIF89a'],
    [PREVIEWS.poster, 'JPEG'],
    [PREVIEWS.video, 'MP4'],
    [PREVIEWS.storyboard?.picture, 'JPEGs'],
    [PREVIEWS.storyboard?.track, TRACK],
  ]);
  expect([...ports.renders.contentTypes.values()]).toEqual([
    'image/gif',
    'image/jpeg',
    'video/mp4',
    'image/jpeg',
    'text/vtt',
  ]);
  expect(ports.sessions.rows.get(ID)).toMatchObject({ status: 0, gif: GIF, previews: PREVIEWS });
  expect(ports.published).toEqual([done]);
});

test('the video is ready even if some previews beside the GIF are missing', async () => {
  const ports = await opened();
  const renderPreviews = async () => ({
    gif: Buffer.from('GIF89a'),
    poster: Buffer.from('JPEG'),
  });

  expect(await createGif(video, { ...ports, renderPreviews })).toBe(
    'preview rendered without video,storyboard',
  );

  const previews = { poster: PREVIEWS.poster };
  expect([...ports.renders.objects.keys()]).toEqual([GIF, PREVIEWS.poster]);
  expect(ports.sessions.rows.get(ID)).toMatchObject({ gif: GIF, previews });
  expect(ports.published).toEqual([{ ...done, previews }]);
});

test('a session whose GIF an earlier version rendered is reported without previews', async () => {
  const ports = await opened();
  const session = await ports.sessions.open(video);
  ports.sessions.rows.set(ID, { ...session, gif: GIF });

  await createGif(video, { ...ports, renderPreviews: never });

  expect(ports.published).toEqual([{ ...done, previews: {} }]);
});

test('a repeated delivery reports again and renders nothing', async () => {
  const ports = await opened();
  await createGif(video, ports);

  await createGif(video, { ...ports, renderPreviews: never });

  expect(ports.published).toEqual([done, done]);
});

test('concurrent deliveries produce one preview', async () => {
  const ports = await opened();

  await Promise.all([createGif(video, ports), createGif(video, ports)]);

  expect(ports.renders.objects.size).toBe(5);
  expect(ports.sessions.rows.get(ID)).toMatchObject({ gif: GIF, previews: PREVIEWS });
});

test('a delivery for a finished or deleted session does nothing', async () => {
  const finished = await opened();
  await finished.sessions.close(SESSION, READY);
  const gone = fakePorts();

  for (const ports of [finished, gone]) {
    const before = ports.state();
    expect(await createGif(video, { ...ports, renderPreviews: never })).toBe('session is closed');
    expect(ports.state()).toEqual(before);
    expect(ports.published).toEqual([]);
  }
});

test('a session that failed elsewhere is not rendered, and its failure is reported again', async () => {
  const ports = await opened();
  await ports.sessions.fail(SESSION, errorAt('captures'));

  expect(await createGif(video, { ...ports, renderPreviews: never })).toBe('session has failed');

  expect(ports.published).toEqual([{ id: ID, step: 'failed' }]);
  expect(ports.sessions.rows.get(ID)).toMatchObject({ error: errorAt('captures') });
});

test('an invalid video fails its session at once', async () => {
  const ports = await opened();
  const renderPreviews = () => Promise.reject(new InvalidInput(errorAt('probe')));

  expect(await createGif(video, { ...ports, renderPreviews })).toBe('invalid video');

  expect(ports.sessions.rows.get(ID)).toMatchObject({ status: 0, error: errorAt('probe') });
  expect(ports.published).toEqual([{ id: ID, step: 'failed' }]);
});

test('any other error is thrown, so that Lambda retries', async () => {
  const ports = await opened();
  const renderPreviews = () => Promise.reject(new Error('disk full'));

  await expect(createGif(video, { ...ports, renderPreviews })).rejects.toThrow('disk full');

  expect(ports.sessions.rows.get(ID)?.error).toBeUndefined();
});

test('the next delivery recovers from a crash anywhere', async () => {
  const whole = await opened();
  await createGif(video, whole);

  const lives = await diedAndDeliveredAgain(opened, (ports) => createGif(video, ports));

  expect(lives).toHaveLength(18);
  for (const { died, ports } of lives) {
    expect({ died, ...ports.state() }).toEqual({ died, ...whole.state() });
    expect(ports.published.at(-1)).toEqual(done);
  }
});

test('a crash while failing the session leaves it failed and reported', async () => {
  const renderPreviews = () => Promise.reject(new InvalidInput(errorAt('probe')));

  const lives = await diedAndDeliveredAgain(opened, (ports) =>
    createGif(video, { ...ports, renderPreviews }),
  );

  expect(lives).toHaveLength(6);
  for (const { ports } of lives) {
    expect(ports.sessions.rows.get(ID)).toMatchObject({ error: errorAt('probe') });
    expect(ports.published.at(-1)).toEqual({ id: ID, step: 'failed' });
  }
});

import { expect, test } from '@jest/globals';
import { InvalidInput } from '@video-service/shared/errors';
import { READY } from '../stores/session.ts';
import { diedAndDeliveredAgain } from '../testing/dying.ts';
import { errorAt, GIF, ID, video } from '../testing/example.ts';
import { fakePorts } from '../testing/fake-ports.ts';
import { createGif } from './create-gif.ts';

const opened = async () => {
  const ports = fakePorts();
  await ports.sessions.open(video);
  return ports;
};
const never = () => Promise.reject(new Error('nothing is to be rendered'));
const done = { id: ID, step: 'gif', gif: GIF };

test('the preview is put beside the metadata, added to the session and told', async () => {
  const ports = await opened();

  expect(await createGif(video, ports)).toBe('preview rendered');

  expect([...ports.renders.objects]).toEqual([[GIF, 'GIF89a']]);
  expect(ports.renders.contentTypes.get(GIF)).toBe('image/gif');
  expect(ports.sessions.rows.get(ID)).toMatchObject({ status: 0, gif: GIF });
  expect(ports.published).toEqual([done]);
});

test('a repeated delivery tells again and renders nothing', async () => {
  const ports = await opened();
  await createGif(video, ports);

  await createGif(video, { ...ports, renderGif: never });

  expect(ports.published).toEqual([done, done]);
});

test('deliveries at the same time end in one preview', async () => {
  const ports = await opened();

  await Promise.all([createGif(video, ports), createGif(video, ports)]);

  expect([...ports.renders.objects.keys()]).toEqual([GIF]);
  expect(ports.sessions.rows.get(ID)).toMatchObject({ gif: GIF });
});

test('a delivery to a session that is finished or gone renders, changes and tells nothing', async () => {
  const finished = await opened();
  await finished.sessions.close(ID, READY);
  const gone = fakePorts();

  for (const ports of [finished, gone]) {
    const before = ports.state();
    expect(await createGif(video, { ...ports, renderGif: never })).toBe('session is closed');
    expect(ports.state()).toEqual(before);
    expect(ports.published).toEqual([]);
  }
});

test('a session that has failed elsewhere is not rendered, and its failure is told again', async () => {
  const ports = await opened();
  await ports.sessions.fail(ID, errorAt('captures'));

  expect(await createGif(video, { ...ports, renderGif: never })).toBe('session has failed');

  expect(ports.published).toEqual([{ id: ID, step: 'failed' }]);
  expect(ports.sessions.rows.get(ID)).toMatchObject({ error: errorAt('captures') });
});

test('an invalid video fails its session at once', async () => {
  const ports = await opened();
  const renderGif = () => Promise.reject(new InvalidInput(errorAt('probe')));

  expect(await createGif(video, { ...ports, renderGif })).toBe('invalid video');

  expect(ports.sessions.rows.get(ID)).toMatchObject({ status: 0, error: errorAt('probe') });
  expect(ports.published).toEqual([{ id: ID, step: 'failed' }]);
});

test('any other failure is thrown, so that Lambda tries again', async () => {
  const ports = await opened();
  const renderGif = () => Promise.reject(new Error('disk full'));

  await expect(createGif(video, { ...ports, renderGif })).rejects.toThrow('disk full');

  expect(ports.sessions.rows.get(ID)?.error).toBeUndefined();
});

test('a process that dies anywhere leaves nothing that the next delivery does not mend', async () => {
  const whole = await opened();
  await createGif(video, whole);

  const lives = await diedAndDeliveredAgain(opened, (ports) => createGif(video, ports));

  expect(lives).toHaveLength(10);
  for (const { died, ports } of lives) {
    expect({ died, ...ports.state() }).toEqual({ died, ...whole.state() });
    expect(ports.published.at(-1)).toEqual(done);
  }
});

test('a process that dies while it fails the session leaves it failed and told', async () => {
  const renderGif = () => Promise.reject(new InvalidInput(errorAt('probe')));

  const lives = await diedAndDeliveredAgain(opened, (ports) =>
    createGif(video, { ...ports, renderGif }),
  );

  expect(lives).toHaveLength(6);
  for (const { ports } of lives) {
    expect(ports.sessions.rows.get(ID)).toMatchObject({ error: errorAt('probe') });
    expect(ports.published.at(-1)).toEqual({ id: ID, step: 'failed' });
  }
});

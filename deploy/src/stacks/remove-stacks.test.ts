import { beforeEach, expect, test } from '@jest/globals';
import { removeStacks } from './remove-stacks.ts';
import { asked, createFakeCloud } from '../testing/fake-cloud.ts';

const source = 'video-service-dev-source-123456789012';
const render = 'video-service-dev-render-123456789012';

let cloud: ReturnType<typeof createFakeCloud>;
let questions: string[];

beforeEach(() => {
  cloud = createFakeCloud('remove');
  for (const stack of ['video', 'upload', 'facebook']) {
    cloud.states.set(`${stack}-service-dev`, 'CREATE_COMPLETE');
  }
  cloud.objects.set(source, ['videos/a.mp4']).set(render, []);
  questions = [];
});

const answering = (answer: boolean) => ({
  ...cloud,
  confirm: async (question: string) => {
    questions.push(question);
    return answer;
  },
});

test('after a yes, the stacks are removed in reverse order, each after its buckets are emptied', async () => {
  await removeStacks(asked('--remove'), answering(true));

  expect(questions).toEqual([`Delete everything in ${source}? [y/N] `]);
  expect(cloud.log.filter((line) => !line.startsWith('Emptying'))).toEqual([
    'remove facebook',
    'remove upload',
    `empty ${source}`,
    'remove video',
  ]);
});

test('objects that arrive in a bucket that was empty when asked are not deleted', async () => {
  const late = async () => cloud.objects.set(render, ['late.gif']).size > 0;

  await removeStacks(asked('--remove'), { ...cloud, confirm: late });

  expect(cloud.objects.get(render)).toEqual(['late.gif']);
});

test('tables with rows need confirmation, and are deleted with their stack, which may have kept them', async () => {
  cloud.rows.set('upload-service-dev-sessions', 3).set('video-service-dev-labels', 0);

  await removeStacks(asked('--remove'), answering(true));

  expect(questions).toEqual([
    `Delete everything in upload-service-dev-sessions and ${source}? [y/N] `,
  ]);
  expect(cloud.log.filter((line) => !line.startsWith('Emptying'))).toEqual([
    ...['remove facebook', 'remove upload', 'delete upload-service-dev-sessions'],
    ...[`empty ${source}`, 'remove video', 'delete video-service-dev-labels'],
  ]);
});

test('a table that gets its first row after the question is kept', async () => {
  cloud.rows.set('upload-service-dev-sessions', 0);
  const late = async () => cloud.rows.set('upload-service-dev-sessions', 1).size > 0;

  await removeStacks(asked('--remove'), { ...cloud, confirm: late });

  expect([...cloud.rows]).toEqual([['upload-service-dev-sessions', 1]]);
});

test('a stack that could not be removed keeps its tables', async () => {
  cloud.rows.set('video-service-dev-sessions', 3);
  cloud.outcomes.set('video', ['failed', 'DELETE_FAILED']);

  await expect(removeStacks(asked('--remove', '--yes'), answering(true))).rejects.toThrow(
    'video-service-dev is not removed',
  );

  expect([...cloud.rows]).toEqual([['video-service-dev-sessions', 3]]);
});

test('after a no, nothing changes', async () => {
  await expect(removeStacks(asked('--remove'), answering(false))).rejects.toThrow(
    'Nothing is removed.',
  );
  expect(cloud.log).toEqual([]);
  expect(cloud.objects.get(source)).toEqual(['videos/a.mp4']);
});

test('without a terminal, nothing is removed without --yes', async () => {
  const alone = { ...cloud, confirm: undefined };

  await expect(removeStacks(asked('--remove'), alone)).rejects.toThrow('Use --yes to confirm.');
  expect(cloud.log).toEqual([]);

  await removeStacks(asked('--remove', '--yes'), alone);
  expect([...cloud.states.keys()]).toEqual([]);
});

test('empty buckets need no confirmation', async () => {
  cloud.objects.set(source, []);

  await removeStacks(asked('--remove'), { ...cloud, confirm: undefined });

  expect([...cloud.states.keys()]).toEqual([]);
});

test('a missing stack is reported and is not an error', async () => {
  cloud.states.clear();

  await removeStacks(asked('--remove', '--only', 'upload'), answering(true));

  expect(cloud.log).toEqual(['upload-service-dev does not exist.']);
});

test('a stack that others import from is kept', async () => {
  await expect(removeStacks(asked('--remove', '--only', 'video'), answering(true))).rejects.toThrow(
    'video-service is in use by upload, facebook. Remove them first: ' +
      './deploy.sh --remove --only upload,facebook --stage dev --region us-east-1',
  );
  expect(cloud.log).toEqual([]);
});

test('a stack that is being changed is left unchanged', async () => {
  cloud.states.set('facebook-service-dev', 'UPDATE_IN_PROGRESS');

  await expect(removeStacks(asked('--remove'), answering(true))).rejects.toThrow(
    'facebook-service-dev is being changed (UPDATE_IN_PROGRESS)',
  );
  expect(cloud.log).toEqual([]);
});

test('a stack whose removal or creation failed can be removed', async () => {
  cloud.states.set('facebook-service-dev', 'DELETE_FAILED');
  cloud.states.set('upload-service-dev', 'REVIEW_IN_PROGRESS');

  await removeStacks(asked('--remove', '--yes'), answering(false));

  expect([...cloud.states.keys()]).toEqual([]);
});

test.each([
  ['failed', 'upload-service-dev is not removed; the error is shown above.'],
  ['stopped', 'Stopped. AWS finishes what it has started.'],
] as const)(
  'a removal that %s half-way reports what is removed and how to continue',
  async (outcome, said) => {
    cloud.outcomes.set('upload', [outcome, 'DELETE_FAILED']);

    await expect(removeStacks(asked('--remove', '--yes'), answering(false))).rejects.toThrow(
      `${said}\nRemoved: facebook.\nContinue with: ` +
        './deploy.sh --remove --only upload,video --stage dev --region us-east-1',
    );
    expect(cloud.objects.get(source)).toEqual(['videos/a.mp4']);
  },
);

test('Ctrl-C keeps the buckets that are not emptied yet', async () => {
  for (const importing of ['upload', 'facebook']) cloud.states.delete(`${importing}-service-dev`);
  cloud.outcomes.set('video', ['stopped', 'CREATE_COMPLETE']);
  const ports = { ...answering(false), signal: AbortSignal.abort() };

  await expect(removeStacks(asked('--remove', '--yes'), ports)).rejects.toThrow('Stopped.');

  expect(cloud.objects.get(source)).toEqual(['videos/a.mp4']);
});

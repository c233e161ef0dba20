import { expect, test } from '@jest/globals';
import { checkDeployable, deployStacks } from './deploy-stacks.ts';
import { asked, createFakeCloud } from '../testing/fake-cloud.ts';

test('an empty account is deployed to, in import order', async () => {
  const cloud = createFakeCloud('deploy');

  await checkDeployable(asked(), cloud);
  await deployStacks(asked(), cloud);

  expect(cloud.log).toEqual(['deploy video', 'deploy upload', 'deploy facebook']);
});

test('deployed stacks can be deployed again, although their buckets exist', async () => {
  const cloud = createFakeCloud('deploy');
  cloud.states.set('video-service-dev', 'UPDATE_ROLLBACK_COMPLETE');
  cloud.objects.set('video-service-dev-source-123456789012', []);

  await expect(checkDeployable(asked(), cloud)).resolves.toBeUndefined();
});

test('a failure half-way reports what is deployed, the state of the stack and how to continue', async () => {
  const cloud = createFakeCloud('deploy');
  cloud.outcomes.set('upload', ['failed', 'ROLLBACK_COMPLETE']);

  await expect(deployStacks(asked('--profile', 'me'), cloud)).rejects.toThrow(
    'upload-service-dev is not deployed; the error is shown above.\n' +
      'upload-service-dev is in state ROLLBACK_COMPLETE and can only be removed. Run: ' +
      './deploy.sh --remove --only upload --stage dev --region us-east-1 --profile me\n' +
      'Deployed: video.\nContinue with: ' +
      './deploy.sh --only upload,facebook --stage dev --region us-east-1 --profile me',
  );
  expect(cloud.log).toEqual(['deploy video', 'deploy upload']);
});

test('the printed command repeats the FFmpeg of this one, and removing needs none', async () => {
  const cloud = createFakeCloud('deploy');
  cloud.outcomes.set('video', ['failed', 'ROLLBACK_COMPLETE']);
  const own = asked('--ffmpeg', '/opt/ffmpeg', '--ffprobe', "/opt/it's here/ffprobe");

  await expect(deployStacks(own, cloud)).rejects.toThrow(
    './deploy.sh --remove --only video --stage dev --region us-east-1\n' +
      'Deployed: none.\nContinue with: ' +
      './deploy.sh --only video,upload,facebook --stage dev --region us-east-1 ' +
      "--ffmpeg /opt/ffmpeg --ffprobe '/opt/it'\\''s here/ffprobe'",
  );
});

test('a failed update says that the previous version is still running', async () => {
  const cloud = createFakeCloud('deploy');
  cloud.outcomes.set('video', ['failed', 'UPDATE_ROLLBACK_COMPLETE']);

  await expect(deployStacks(asked(), cloud)).rejects.toThrow(
    'The previous version is still running.\nDeployed: none.',
  );
});

test('Ctrl-C reports where it stopped', async () => {
  const cloud = createFakeCloud('deploy');
  cloud.outcomes.set('upload', ['stopped', 'CREATE_IN_PROGRESS']);

  await expect(deployStacks(asked(), cloud)).rejects.toThrow(
    'Stopped while deploying upload-service-dev. AWS finishes what it has started.\nDeployed: video.',
  );
});

test.each([
  ['ROLLBACK_COMPLETE', 'can only be removed. Run: ./deploy.sh --remove --only upload'],
  ['DELETE_FAILED', 'can only be removed. Run: ./deploy.sh --remove --only upload'],
  ['REVIEW_IN_PROGRESS', 'can only be removed. Run: ./deploy.sh --remove --only upload'],
  ['UPDATE_IN_PROGRESS', 'is being changed (UPDATE_IN_PROGRESS)'],
  ['UPDATE_ROLLBACK_FAILED', 'aws cloudformation continue-update-rollback'],
])('a stack in state %s is not deployed to', async (status, message) => {
  const cloud = createFakeCloud('deploy');
  cloud.states.set('upload-service-dev', status);

  await expect(checkDeployable(asked(), cloud)).rejects.toThrow(message);
});

test('a bucket name in use is reported before anything is deployed', async () => {
  const cloud = createFakeCloud('deploy');
  cloud.objects.set('video-service-dev-render-123456789012', []);

  await expect(checkDeployable(asked(), cloud)).rejects.toThrow(
    'The bucket name video-service-dev-render-123456789012 is in use',
  );
});

test('a kept table is reported before anything is deployed', async () => {
  const cloud = createFakeCloud('deploy');
  cloud.rows.set('facebook-service-sessions-dev', 3);

  await expect(checkDeployable(asked(), cloud)).rejects.toThrow(
    'The table facebook-service-sessions-dev was kept when its stack was removed.',
  );
  cloud.states.set('facebook-service-dev', 'CREATE_COMPLETE');
  await expect(checkDeployable(asked(), cloud)).resolves.toBeUndefined();
});

test('a stack is not deployed without the one it imports from', async () => {
  await expect(
    checkDeployable(asked('--only', 'upload'), createFakeCloud('deploy')),
  ).rejects.toThrow('video-service-dev does not exist in us-east-1');
});

import path from 'node:path';
import { startBank } from './bank.ts';
import { openCamera } from './camera.ts';

/** A bank, and a camera whose agent has a key for it. */
export const openGardenCamera = async () => {
  const camera = await openCamera({
    CAMERA: 'garden',
    BUCKET: 'bank',
    REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'pi',
    AWS_SECRET_ACCESS_KEY: 'pi secret+/',
    ENDPOINT: 'http://127.0.0.1:9',
    POLL_SECONDS: 0.2,
    MAX_PAUSE_SECONDS: 1,
  });
  const bank = await startBank(path.join(camera.home, 'bank'));
  const configure = (settings: Record<string, string | number> = {}) =>
    camera.configure({ ENDPOINT: bank.endpoint, ...settings });
  await configure();
  return {
    ...camera,
    bank,
    configure,
    close: async () => {
      await camera.close();
      await bank.stop();
    },
  };
};

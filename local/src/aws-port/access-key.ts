import { BlockList, isIP } from 'node:net';

/** What clients and functions sign their requests with. */
export type AccessKey = { accessKeyId: string; secretAccessKey: string };

/** LocalStack's convention, known to everyone. */
export const DEFAULT_ACCESS_KEY: AccessKey = { accessKeyId: 'test', secretAccessKey: 'test' };

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Throws when others could reach this host's ports with a key that everyone knows. */
export const checkExposure = (host: string, { secretAccessKey }: AccessKey): void => {
  if (secretAccessKey !== DEFAULT_ACCESS_KEY.secretAccessKey || isLoopback(host)) return;
  throw new Error(
    `On ${host} everyone in the network could get in with the default key test/test. Set your own in ` +
      'VIDEO_SERVICE_ACCESS_KEY_ID and VIDEO_SERVICE_SECRET_ACCESS_KEY.',
  );
};

const isLoopback = (host: string) =>
  host === 'localhost' ||
  (isIP(host) > 0 && loopback.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4'));

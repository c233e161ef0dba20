import { BlockList, isIP } from 'node:net';

/** What clients and functions sign their requests with. */
export type AccessKey = { accessKeyId: string; secretAccessKey: string };

/** LocalStack's convention, known to everyone. */
export const DEFAULT_ACCESS_KEY: AccessKey = { accessKeyId: 'test', secretAccessKey: 'test' };

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Throws if others could reach this host's ports, or a proxy to them, with the well-known key. */
export const checkExposure = (
  { host, address }: { host: string; address?: string | undefined },
  { secretAccessKey }: AccessKey,
): void => {
  const exposed = exposedBy({ host, address });
  if (secretAccessKey !== DEFAULT_ACCESS_KEY.secretAccessKey || exposed === undefined) return;
  throw new Error(
    `On ${exposed} everyone in the network could get in with the default key test/test. Set your own in ` +
      'VIDEO_SERVICE_ACCESS_KEY_ID and VIDEO_SERVICE_SECRET_ACCESS_KEY.',
  );
};

/** The host or address that other machines could reach; undefined if there is none. */
export const exposedBy = ({ host, address }: { host: string; address?: string | undefined }) => {
  if (!isLoopback(host)) return host;
  return address !== undefined && !isLoopback(new URL(address).hostname) ? address : undefined;
};

/** Whether a host name, in brackets for an IPv6 address, means this machine. */
export const isLoopback = (name: string): boolean => {
  const host = name.replace(/^\[(.*)\]$/u, '$1');
  return (
    host === 'localhost' ||
    (isIP(host) > 0 && loopback.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4'))
  );
};

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A Rekognition that labels everything at once, but limits the calls per period; the others get the quota error. */
export const startSlowRekognition = async (quota: { calls: number; everyMs: number }) => {
  const counts = { labelled: 0, throttled: 0 };
  let left = quota.calls;
  const refill = setInterval(() => (left = quota.calls), quota.everyMs);

  const answer = () => {
    if (left === 0) {
      counts.throttled += 1;
      return { status: 400, body: { __type: 'ProvisionedThroughputExceededException' } };
    }
    left -= 1;
    counts.labelled += 1;
    return { status: 200, body: { LabelModelVersion: '3.0', Labels: [CAR] } };
  };

  const server = createServer((request, response) => {
    void buffer(request).then(() => {
      const { status, body } = answer();
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A TCP server has an address and a port.
  const { port } = server.address() as AddressInfo;
  return {
    counts,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      clearInterval(refill);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const CAR = { Name: 'Car', Confidence: 90 };

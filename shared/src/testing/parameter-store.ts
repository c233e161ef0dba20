import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import * as v from 'valibot';
import { serve } from './serve.ts';

const Request = v.object({ Names: v.array(v.string()), WithDecryption: v.literal(true) });

/** SSM's GetParameters over the given values; `fail` makes it fail, and `requests` lists the requested names. */
export const serveParameters = async (values: Record<string, string>) => {
  const requests: string[][] = [];
  let isDown = false;
  const answer = async (request: IncomingMessage) => {
    const { Names } = v.parse(Request, await json(request));
    requests.push(Names);
    if (isDown) return { __type: 'InternalServerError', message: 'SSM is down' };
    const found = Names.filter((name) => name in values);
    return {
      Parameters: found.map((Name) => ({ Name, Value: values[Name], Type: 'SecureString' })),
      InvalidParameters: Names.filter((name) => !(name in values)),
    };
  };
  const { origin, close } = await serve((request, response) => {
    void answer(request).then((body) => {
      response.writeHead('__type' in body ? 500 : 200, {
        'content-type': 'application/x-amz-json-1.1',
      });
      response.end(JSON.stringify(body));
    });
  });
  const fail = (down: boolean) => void (isDown = down);
  return { origin, close, requests, fail };
};

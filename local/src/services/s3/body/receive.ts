import { text } from 'node:stream/consumers';
import type { ObjectFiles } from '../storage/object-files.ts';
import type { Body } from './body.ts';
import type { Algorithm } from './checksum.ts';
import { checkDigests, createDigester, type Digests, type Expected, tooLarge } from './digests.ts';
import { expectedOf } from './expected.ts';

/** Content that has arrived completely and verified, in an incoming file. */
export type Received = Digests & { temp: string; algorithm?: Algorithm | undefined };

export type ReceiveOptions = {
  files: ObjectFiles;
  headers: Record<string, string>;
  maxBytes: number;
  /** Also computed if the sender gave no checksum. */
  algorithm?: Algorithm | undefined;
};

/** Streams a body into an incoming file and verifies it against everything its sender announced. */
export const receiveBody = async (body: Body, options: ReceiveOptions): Promise<Received> => {
  const expected = expectedOf(options.headers, body);
  refuseLarger(body, options.maxBytes);
  const algorithm = expected.algorithm ?? options.algorithm;
  const digester = digesterFor(expected, algorithm);
  const temp = await options.files.receive(digester.through(body.bytes, options.maxBytes));
  try {
    const digests = await digester.digests();
    checkDigests(digests, expected);
    return { ...digests, temp, algorithm };
  } catch (error) {
    options.files.discard([temp]);
    throw error;
  }
};

/** Reads a small body into memory, verified in the same way. */
export const readBody = async (
  body: Body,
  headers: Record<string, string>,
  maxBytes: number,
): Promise<string> => {
  const expected = expectedOf(headers, body);
  const digester = digesterFor(expected, expected.algorithm);
  refuseLarger(body, maxBytes);
  const content = await text(digester.through(body.bytes, maxBytes));
  checkDigests(await digester.digests(), expected);
  return content;
};

const digesterFor = ({ sha256 }: Expected, algorithm: Algorithm | undefined) =>
  createDigester({ sha256: sha256 !== undefined, algorithm });

const refuseLarger = ({ size = 0 }: Body, maxBytes: number) => {
  if (size > maxBytes) throw tooLarge(size, maxBytes);
};

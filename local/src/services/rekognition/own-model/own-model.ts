import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Look, Model } from '../models/model.ts';
import { openSession, type Session, type Values } from '../onnx/runtime/session.ts';
import type { Frame } from '../picture/frame.ts';
import { findingsIn } from './findings.ts';
import { readOwnModel, type Manifest, type OwnModel } from './manifest.ts';
import { OwnModelError } from './own-model-error.ts';

/** The model that the folder describes. */
export const ownModel = async (folder: string): Promise<Model> => {
  const own = await readOwnModel(folder);
  const { name, input } = own.manifest;
  return {
    name,
    key: folder,
    frame: { sizes: [{ width: input.width, height: input.height }], fit: input.fit },
    check: async () => {
      await readOwnModel(folder);
    },
    load: () => load(own),
  };
};

const load = async (own: OwnModel): Promise<Look> => {
  const { manifest, folder } = own;
  const session = await open(await readFile(path.join(folder, manifest.file)), manifest);
  const [input] = session.inputs;
  if (!input || session.inputs.length > 1)
    throw new OwnModelError(
      `${manifest.file} takes ${session.inputs.length} inputs; it must take one`,
    );
  checkOutputs(session, manifest);
  return async (frame) =>
    findingsIn(await run(session, { [input.name]: valuesOf(frame, manifest) }, manifest), own);
};

const open = async (bytes: Uint8Array, { file }: Manifest): Promise<Session> => {
  try {
    return await openSession(bytes);
  } catch (cause) {
    throw new OwnModelError(`${file} is no ONNX model that runs here: ${said(cause)}`, { cause });
  }
};

const checkOutputs = ({ outputs }: Session, { file, outputs: wanted }: Manifest) => {
  const names = outputs.map(({ name }) => name);
  for (const name of Object.values(wanted)) {
    if (name !== undefined && !names.includes(name))
      throw new OwnModelError(`${file} has no output ${name}; it has ${names.join(', ')}`);
  }
};

const run = async (session: Session, feeds: Record<string, Values>, manifest: Manifest) => {
  try {
    return await session.run(feeds);
  } catch (cause) {
    const { width, height, layout, type } = manifest.input;
    const what = `a picture of ${width}x${height} (${layout}, ${type})`;
    throw new OwnModelError(`${manifest.file} does not take ${what}: ${said(cause)}`, { cause });
  }
};

// An error of another realm, such as a test's, is not an instance of this one's class.
const said = (cause: unknown) => String((cause as { message?: unknown } | null)?.message ?? cause);

const valuesOf = ({ rgb, width, height }: Frame, { input }: Manifest): Values => {
  const shape = input.layout === 'NCHW' ? [1, 3, height, width] : [1, height, width, 3];
  const place = (pixel: number, channel: number) =>
    input.layout === 'NCHW' ? channel * width * height + pixel : pixel * 3 + channel;
  const data = input.type === 'uint8' ? new Uint8Array(rgb.length) : new Float32Array(rgb.length);
  for (let index = 0; index < rgb.length; index += 1) {
    const channel = index % 3;
    const value = rgb[index] ?? 0;
    const { mean, std, scale } = input;
    data[place(Math.floor(index / 3), input.channels === 'RGB' ? channel : 2 - channel)] =
      input.type === 'uint8' ? value : (value / scale - (mean[channel] ?? 0)) / (std[channel] ?? 1);
  }
  return data instanceof Uint8Array
    ? { type: 'uint8', shape, data }
    : { type: 'float32', shape, data };
};

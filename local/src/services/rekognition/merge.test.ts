import { expect, test } from '@jest/globals';
import { mergeFindings } from './merge.ts';
import type { Finding } from './models/model.ts';

const finding = (name: string, confidence: number, left?: number): Finding => ({
  name,
  confidence,
  ...(left !== undefined && { box: { left, top: 0, right: left + 0.4, bottom: 0.5 } }),
});

test('of two boxes in the same place the more confident one stays, whatever they show', () => {
  const bird = finding('Bird', 82, 0);
  const airplane = finding('Airplane', 57, 0.08);

  expect(mergeFindings([[airplane], [bird]])).toEqual([bird]);
});

test('adjacent objects stay, by confidence', () => {
  const [left, right] = [finding('Bottle', 50, 0), finding('Bottle', 60, 0.24)];

  expect(mergeFindings([[left, right]])).toEqual([right, left]);
});

test('boxes that only touch do not overlap', () => {
  const found = [finding('Cup', 50, 0), finding('Cup', 40, 0.4), finding('Cup', 30, 0.8)];

  expect(mergeFindings([found])).toEqual(found);
});

test('a finding for the whole picture contradicts no box', () => {
  const [scene, car] = [finding('Outdoors', 90), finding('Car', 80, 0)];

  expect(mergeFindings([[car], [scene]])).toEqual([scene, car]);
});

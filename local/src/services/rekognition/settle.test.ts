import { expect, test } from '@jest/globals';
import type { Finding } from './models/model.ts';
import { settle } from './settle.ts';

const finding = (name: string, confidence: number, left?: number): Finding => ({
  name,
  confidence,
  ...(left !== undefined && { box: { left, top: 0, right: left + 0.4, bottom: 0.5 } }),
});

const car = finding('Car', 50, 0.05);
// The mistaken finding is confident enough to convince the others.
const trace = (left?: number) => finding('Vehicle', 20, left);

test.each(['Mobile Phone', 'Mouse', 'Remote Control'])(
  'a car from above is not a %s, however confident a detector is',
  (name) => {
    const mistaken = finding(name, 97, 0);
    const faintCar = finding('Car', 40);

    expect(settle([[mistaken], [], [car]])).toEqual([[trace(0)], [], [car]]);
    expect(settle([[mistaken], [faintCar]])).toEqual([[trace(0)], [faintCar]]);
  },
);

test('a car from above is not electronics to the classifier either', () => {
  const mistaken = [finding('Electronics', 84), finding('Mobile Phone', 83)];

  expect(settle([[], mistaken, [car]])).toEqual([[], [trace(), trace()], [car]]);
});

test('a phone stays if no other model is confident enough of a vehicle', () => {
  const phone = finding('Mobile Phone', 97, 0);
  const ownCar = finding('Car', 60, 0.5);

  expect(settle([[phone], [finding('Car', 39)]])).toEqual([[phone], [finding('Car', 39)]]);
  expect(settle([[phone, ownCar], []])).toEqual([[phone, ownCar], []]);
});

test('a parking meter where another model sees a car is a car, one beside the car stays', () => {
  const [there, beside] = [finding('Parking Meter', 77, 0), finding('Parking Meter', 77, 0.6)];
  const [faintCar, fainter] = [finding('Car', 20, 0.05), finding('Car', 19, 0.05)];

  expect(settle([[there, beside], [faintCar]])).toEqual([[trace(0), beside], [faintCar]]);
  expect(settle([[there], [finding('Car', 90)]])).toEqual([[there], [finding('Car', 90)]]);
  expect(settle([[there], [fainter]])).toEqual([[there], [fainter]]);
});

test.each([
  ['Sheep', 'Dog'],
  ['Truck', 'Boat'],
  ['Monitor', 'Laptop'],
])('%s from one of three models is accepted if another sees something related', (name, kin) => {
  const claim = finding(name, 79, 0);

  expect(settle([[claim], [], []])).toEqual([[], [], []]);
  expect(settle([[claim], [finding(kin, 19)], []])[0]).toEqual([]);
  expect(settle([[claim], [finding(kin, 20)], []])[0]).toEqual([claim]);
});

test('a single model is accepted if it is nearly certain', () => {
  const starfish = finding('Invertebrate', 80);

  expect(settle([[], [starfish], []])).toEqual([[], [starfish], []]);
});

test('a model cannot confirm itself', () => {
  const claims = [finding('Vehicle', 79), finding('Boat', 74)];

  expect(settle([[], claims, []])).toEqual([[], [], []]);
});

test('a label that not every model knows is accepted from one', () => {
  const found = [[finding('Fire Hydrant', 52, 0)], [finding('Plant', 51)], []];

  expect(settle(found)).toEqual(found);
});

test('one model, or two, cannot outvote each other', () => {
  const sheep = finding('Sheep', 60, 0);

  expect(settle([[sheep]])).toEqual([[sheep]]);
  expect(settle([[sheep], []])).toEqual([[sheep], []]);
});

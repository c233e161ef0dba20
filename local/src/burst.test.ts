import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LabellingBank, openLabellingBank } from './testing/labelling-bank.ts';
import { startSlowRekognition } from './testing/slow-rekognition.ts';

const TIMEOUT_MS = 240_000;
const VIDEOS = 100;
const FRAMES = ['0', '1000', '2000'];
// Five calls per second, where a second of the test is a tenth of a real one.
const QUOTA = { calls: 5, everyMs: 100 };
// A wait of six minutes takes ten seconds.
const SCALED_SECONDS = 10;

const opened = new AsyncDisposableStack();
let rekognition: Awaited<ReturnType<typeof startSlowRekognition>>;
let bank: LabellingBank;

beforeAll(async () => {
  rekognition = await startSlowRekognition(QUOTA);
  opened.defer(rekognition.stop);
  bank = await openLabellingBank({
    resources: {
      CaptureQueue: { properties: { VisibilityTimeout: SCALED_SECONDS } },
      GetDashlabelsLambdaFunction: {
        properties: { Timeout: SCALED_SECONDS },
        environment: { AWS_ENDPOINT_URL_REKOGNITION: rekognition.url },
      },
    },
  });
  opened.defer(bank.close);
}, TIMEOUT_MS);
afterAll(() => opened.disposeAsync());

test(
  'a hundred concurrent videos, at five labelled pictures per second, all get all their labels',
  async () => {
    await bank.leaveVideos(VIDEOS, FRAMES);

    const metadata = await bank.results(VIDEOS);

    expect(metadata.filter(({ status, unlabelled }) => status !== 1 || unlabelled !== 0)).toEqual(
      [],
    );
    const labelled = metadata.flatMap(({ labels }) => labels.filter((each) => each.labels.length));
    expect(labelled).toHaveLength(VIDEOS * FRAMES.length);
    expect(await bank.hasDeadLetters()).toBe(false);
    // Otherwise nothing was throttled, and the test proves nothing.
    expect(rekognition.counts.throttled).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

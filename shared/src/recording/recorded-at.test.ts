import { expect, test } from '@jest/globals';
import { recordedAt } from './recorded-at.ts';

const zone = 'Europe/Berlin';
const uploadedAt = '2026-11-23T08:00:00Z';

const inName = (name: string) => recordedAt({ key: `videos/${name}`, uploadedAt, zone });

/** 21:03:05 in Berlin, in winter. */
const EVENING = '2026-11-22T20:03:05.000Z';

test.each([
  ['Motion', 'garden/01-20261122210305.mp4'],
  ['Motion with an event', 'garden/05-20261122210305-01.avi'],
  ['motionEye', 'garden/2026-11-22/21-03-05.mp4'],
  ['Frigate recordings, in UTC', '2026-11-22/20/garden/03.05.mp4'],
  ['Reolink', 'Garden_00_20261122210305.mp4'],
  ['Reolink card', 'Mp4Record/2026-11-22/RecM01_20261122_210305_210350_6D28808.mp4'],
  ['Dahua recorder', 'NVR_ch5_main_20261122210305_20261122213305.dav'],
  ['Dahua card', 'garden/2026-11-22/001/dav/21/21.03.05-21.03.45[M][0@0][0].mp4'],
  ['Hikvision', 'Camera1_01_20261122210305_20261122210505.mp4'],
  ['Foscam', 'garden/MDalarm_20261122_210305.mkv'],
  ['Axis', '20261122_210305_2B8D_00408C1DF6E1.mkv'],
  ['Wyze, to the minute', 'wyze/20261122/21/03.mp4', '2026-11-22T20:03:00.000Z'],
  ['Xiaomi', '2026Y11M22D21H/E1_03M05S60.mp4'],
  ['Xiaomi without letters', '2026112221/03M05S.mp4'],
  ['Xiaomi with an epoch', '2026112221/03M05S_1795377785.mp4'],
  ['Blue Iris', 'Garden.20261122_210305.mp4'],
  ['Agent DVR', 'garden/1_2026-11-22_21-03-05_123.mp4', '2026-11-22T20:03:05.123Z'],
  ['Synology', 'Garden-20261122-210305-1795377785.mp4'],
  ['Frigate clips', 'garden-1795377785.123456-abc123.mp4'],
  ['Kerberos', '1795377785_6-967003_garden_200-200-400-400_24_769.mp4'],
  ['Arlo, in milliseconds', '1795377785000.mp4'],
  ['Ring', 'RingVideo_20261122_210305.mp4'],
  ['Android', 'VID_20261122_210305.mp4'],
  ['Android with milliseconds', 'VID_20261122_210305123.mp4', '2026-11-22T20:03:05.123Z'],
  ['Pixel, in UTC', 'PXL_20261122_200305123.TS.mp4', '2026-11-22T20:03:05.123Z'],
  ['Samsung', '20261122_210305.mp4'],
  ['Samsung, second of a burst', '20261122_210305(0).mp4'],
  ['WhatsApp for the desktop', 'WhatsApp Video 2026-11-22 at 21.03.05.mp4'],
  ['WhatsApp with a twelve-hour clock', 'WhatsApp Video 2026-11-22 at 9.03.05 PM.mp4'],
  ['Telegram', 'video_2026-11-22_21-03-05.mp4'],
  ['Signal', 'signal-2026-11-22-21-03-05-123.mp4', '2026-11-22T20:03:05.123Z'],
  ['Signal, short', 'signal-2026-11-22-210305.mp4'],
  ['macOS', 'Screen Recording 2026-11-22 at 21.03.05.mov'],
  ['OBS', '2026-11-22 21-03-05.mkv'],
  ['GNOME', 'Screencast from 2026-11-22 21-03-05.webm'],
  ['BlackVue', '20261122_210305_NF.mp4'],
  ['VIOFO', '2026_1122_210305_0001F.MP4'],
  ['VIOFO, newer', '20261122210305_000123F.MP4'],
  ['Nextbase', '261122_210305_001_FH.MP4'],
  ['Tesla', '2026-11-22_21-03-05-front.mp4'],
  ['Thinkware', 'REC_2026_11_22_21_03_05_F.MP4'],
  ['70mai', 'NO20261122-210305-000123F.MP4'],
  ['DJI', 'DJI_20261122210305_0001_D.MP4'],
  ['AVCHD camcorders', '20261122210305.MTS'],
  ['three folders', 'garden/2026/11/22/210305.mp4'],
  ['ISO in UTC', '2026-11-22T20:03:05Z.mp4'],
  ['ISO, compact', '20261122T200305Z.mp4'],
  ['ISO with an offset', '2026-11-22T15-03-05-0500.mp4'],
  ['ISO with a file system’s colon', '2026-11-22T21-03-05+01-00.mp4'],
])('the time comes from the name of %s', (_, name, at = EVENING) => {
  expect(inName(name)).toMatchObject({ at, from: 'name' });
});

test.each([
  ['an impossible date', 'garden/20261322_210305.mp4'],
  ['an impossible time', 'garden/2026-02-30_250305.mp4'],
  ['a time in the future', 'garden/20270101_000000.mp4'],
  ['a serial number', 'garden/4011954738201.mp4'],
  ['a counter', 'GX010123.MP4'],
  ['a year before digital cameras', 'garden/19701122_210305.mp4'],
  ['a resolution', 'clip-1920x1080-20000.mp4'],
])('%s in a name is not a time, so the upload time is used', (_, name) => {
  expect(inName(name)).toEqual({
    at: '2026-11-23T08:00:00.000Z',
    offset: '+01:00',
    from: 'upload',
  });
});

test('a name without a zone is read in the bank’s time zone, with its offset', () => {
  expect(inName('garden/20261122_210305.mp4').offset).toBe('+01:00');
  expect(inName('garden/20260722_210305.mp4')).toEqual({
    at: '2026-07-22T19:03:05.000Z',
    offset: '+02:00',
    from: 'name',
  });
});

test('the sender’s own offset takes precedence over the bank’s zone', () => {
  const fileTime = '2026-11-22T15:04:10-05:00';
  expect(
    recordedAt({ key: 'videos/cabin/20261122_150305.mp4', uploadedAt, zone, fileTime }),
  ).toEqual({ at: EVENING, offset: '-05:00', from: 'name' });
});

test('a tag with an offset takes precedence over the name', () => {
  const creationDate = '2026-11-22T21:03:05+0100';
  expect(
    recordedAt({ key: 'videos/IMG_20200101_000000.MOV', uploadedAt, zone, creationDate }),
  ).toEqual({ at: EVENING, offset: '+01:00', from: 'tag' });
});

test.each([
  ['nonsense', 'yesterday'],
  ['no offset', '2026-11-22T21:03:05'],
  ['the future', '2031-01-01T00:00:00+0100'],
  ['the beginning of QuickTime', '1904-01-01T00:00:00Z'],
  ['an impossible month', '2026-13-22T21:03:05+0100'],
  ['an impossible offset', '2026-11-22T21:03:05+9900'],
])('a tag that says %s is ignored', (_, creationDate) => {
  expect(
    recordedAt({ key: 'videos/a.mov', uploadedAt, zone, creationDate, creationTime: creationDate })
      .from,
  ).toBe('upload');
});

test('a creation time is read as UTC, as specified', () => {
  const creationTime = '2026-11-22T20:03:05.000000Z';
  expect(recordedAt({ key: 'videos/GX010123.MP4', uploadedAt, zone, creationTime })).toEqual({
    at: EVENING,
    offset: '+01:00',
    from: 'creation_time',
  });
});

test.each([
  ['east', 'Europe/Berlin', '2026-11-22T21:03:05Z'],
  ['west', 'America/New_York', '2026-11-22T15:03:05Z'],
])(
  'a creation time in local time is detected by the upload that follows, %s of Greenwich',
  (_, place, creationTime) => {
    expect(
      recordedAt({
        key: 'videos/a.mp4',
        uploadedAt: '2026-11-22T20:05:00Z',
        zone: place,
        creationTime,
      }).at,
    ).toBe(EVENING);
  },
);

test('a day in the name is refined by a clue of the same day', () => {
  const key = 'videos/garden/2026-11-22.mp4';
  const creationTime = '2026-11-22T20:03:05Z';
  expect(recordedAt({ key, uploadedAt, zone, creationTime })).toMatchObject({
    at: EVENING,
    from: 'name',
  });
  expect(recordedAt({ key, uploadedAt, zone }).at).toBe('2026-11-21T23:00:00.000Z');
});

test('an hour in the folders is refined by the file’s modification time', () => {
  const key = 'videos/garden/2026-11-22/21/clip.mp4';
  expect(
    recordedAt({ key, uploadedAt, zone, fileTime: '2026-11-22T21:03:05+01:00' }),
  ).toMatchObject({ at: EVENING, from: 'name' });
});

test('the file’s modification time takes precedence over the upload time', () => {
  expect(
    recordedAt({ key: 'videos/clip.mp4', uploadedAt, zone, fileTime: '2026-11-22T21:03:05+01:00' }),
  ).toEqual({ at: EVENING, offset: '+01:00', from: 'file' });
});

test('clips keep their order in the night the clocks go back', () => {
  const clips = [
    ['garden/20261025_014500.mp4', '2026-10-24T23:46:00Z'],
    ['garden/20261025_023000.mp4', '2026-10-25T00:31:00Z'],
    ['garden/20261025_025959.mp4', '2026-10-25T01:00:30Z'],
    ['garden/20261025_021000.mp4', '2026-10-25T01:11:00Z'],
    ['garden/20261025_023000.mp4', '2026-10-25T01:31:00Z'],
    ['garden/20261025_030000.mp4', '2026-10-25T02:01:00Z'],
  ] as const;
  const times = clips.map(
    ([name, at]) => recordedAt({ key: `videos/${name}`, uploadedAt: at, zone }).at,
  );
  expect(times).toEqual([
    '2026-10-24T23:45:00.000Z',
    '2026-10-25T00:30:00.000Z',
    '2026-10-25T00:59:59.000Z',
    '2026-10-25T01:10:00.000Z',
    '2026-10-25T01:30:00.000Z',
    '2026-10-25T02:00:00.000Z',
  ]);
});

test('clips keep their order in the night the clocks go forward', () => {
  const names = ['20260329_015959', '20260329_023000', '20260329_030000', '20260329_033100'];
  const times = names.map((name) => inName(`garden/${name}.mp4`).at);
  expect(times).toEqual([
    '2026-03-29T00:59:59.000Z',
    // The clock has not been set forward yet.
    '2026-03-29T01:30:00.000Z',
    '2026-03-29T01:00:00.000Z',
    '2026-03-29T01:31:00.000Z',
  ]);
});

import type { SourceFacts, Watched } from '@video-service/shared/metadata';

/** The content of a film, the only thing that the media model finds in the file. */
export type Film = {
  /** Why it cannot be rendered. */
  error?: 'NOT_A_VIDEO' | 'NO_VIDEO_STREAM';
  captures: {
    frame: string;
    kind: 'keyframe' | 'moment';
    sameAs?: string;
    names?: string[];
    pixels?: number;
  }[];
  watched?: Watched;
  previews: ('poster' | 'video' | 'storyboard')[];
};

const ALL: Film['previews'] = ['poster', 'video', 'storyboard'];

/** The films of the simulation, by name. */
export const FILMS = {
  street: {
    captures: [
      { frame: '0', kind: 'keyframe', names: ['Car', 'Road'] },
      { frame: '4000', kind: 'keyframe', names: ['Person'] },
    ],
    previews: ALL,
  },
  garden: {
    captures: [
      { frame: '0', kind: 'keyframe', names: ['Plant'] },
      { frame: '2500', kind: 'moment', names: ['Cat', 'Plant'] },
      { frame: '5000', kind: 'keyframe', sameAs: '0' },
    ],
    watched: { activity: [{ start: 2, end: 3, frame: '2500' }], activityEverySeconds: 0.25 },
    previews: ALL,
  },
  night: { captures: [{ frame: '0', kind: 'keyframe', names: [] }], previews: ['poster'] },
  tiny: {
    captures: [
      { frame: '0', kind: 'keyframe', names: ['Dog'], pixels: 40 },
      { frame: '1000', kind: 'keyframe', names: ['Dog'] },
    ],
    previews: ALL,
  },
  blank: { captures: [], previews: [] },
  broken: { error: 'NO_VIDEO_STREAM', captures: [], previews: [] },
} satisfies Record<string, Film>;

export type FilmName = keyof typeof FILMS;
// Object.keys loses the key types.
export const FILM_NAMES = Object.keys(FILMS) as [FilmName, ...FilmName[]];

const FILE_TYPE_BOX = Buffer.from('00000020667479706d703432000000006d70343269736f6d', 'hex');

/** The file of a film: it begins like an MP4, and contains the film's name and the number of the copy. */
export const fileOf = (film: FilmName, copy: number): Buffer =>
  Buffer.concat([FILE_TYPE_BOX, Buffer.from(`${film} ${copy}`)]);

/** The film in a file. */
export const filmIn = (file: Uint8Array): Film => {
  const [name = ''] = Buffer.from(file).subarray(FILE_TYPE_BOX.length).toString().split(' ');
  return name in FILMS
    ? FILMS[name as FilmName]
    : { error: 'NOT_A_VIDEO', captures: [], previews: [] };
};

export const FACTS: SourceFacts = {
  durationSeconds: 8,
  width: 640,
  height: 360,
  codec: 'h264',
  rotation: 0,
};

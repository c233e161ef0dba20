import { type Projection } from './projection.ts';

export type References = ReturnType<typeof createReferences>;

/** The result of each film when nothing goes wrong. */
export const createReferences = () => {
  const byFilm = new Map<string, Projection>();
  return {
    learn: (file: Buffer, projection: Projection): void =>
      void byFilm.set(nameOf(file), projection),

    of: (file: Buffer): Projection => {
      const projection = byFilm.get(nameOf(file));
      if (!projection) throw new Error(`There is no reference for ${nameOf(file)}`);
      return projection;
    },
  };
};

// Copies of a film differ in what follows its name.
const nameOf = (file: Buffer) => file.subarray(24).toString().split(' ')[0] ?? '';

// The part of dynalite 4 that the tests use; the package has no types.
declare module 'dynalite' {
  import type { Server } from 'node:http';

  const dynalite: (options: { createTableMs: number }) => Server;
  export default dynalite;
}

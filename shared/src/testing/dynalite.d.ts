// The part of dynalite 4 that tests use; the package has no types of its own.
declare module 'dynalite' {
  import type { Server } from 'node:http';

  const dynalite: (options: { createTableMs: number }) => Server;
  export default dynalite;
}

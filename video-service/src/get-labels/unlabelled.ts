/** A capture could not be labelled now; `passes` says whether the cause goes away by itself. */
export class Unlabelled extends Error {
  override readonly name = 'Unlabelled';
  readonly passes: boolean;

  constructor({ passes, cause }: { passes: boolean; cause: unknown }) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause), { cause });
    this.passes = passes;
  }
}

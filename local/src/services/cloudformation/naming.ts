/** Does the work; its errors are prefixed with what it was about. */
export const naming = <Result>(what: string, work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    throw named(what, error);
  }
};

/** The same for asynchronous work. */
export const namingAsync = async (what: string, work: () => unknown): Promise<void> => {
  try {
    await work();
  } catch (error) {
    throw named(what, error);
  }
};

const named = (what: string, error: unknown) => {
  const message = Error.isError(error) ? error.message : String(error);
  return new Error(`${what}: ${message}`, { cause: error });
};

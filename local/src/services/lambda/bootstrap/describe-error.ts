/** AWS's shape of a function error: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export type ErrorReport = { errorType: string; errorMessage: string; trace: string[] };

export const describeError = (error: unknown): ErrorReport =>
  error instanceof Error
    ? {
        errorType: error.name,
        errorMessage: error.message,
        trace: error.stack?.split('\n') ?? [],
      }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

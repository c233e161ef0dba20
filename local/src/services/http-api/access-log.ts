/** Where a stage logs its requests, and in which format. */
export type AccessLog = { group: string; format: string };

/** The values of `$context`, with their documented names: `identity.sourceIp`. */
export type AccessContext = Record<string, string | number | undefined>;

export type LogAccess = (log: AccessLog | undefined, context: AccessContext) => void;

/** Writes a line per request in its stage's format; unknown values are `-`, as on AWS. */
export const createLogAccess =
  (write: (group: string, line: string) => void): LogAccess =>
  (log, context) => {
    if (!log) return;
    const line = log.format.replaceAll(/\$context\.([\w.]+)/gu, (_, name: string) =>
      escape(String(context[name] ?? '-')),
    );
    write(log.group, `${line}\n`);
  };

// A request must not be able to end a line, or a string in a line of JSON.
const escape = (value: string) => JSON.stringify(value).slice(1, -1);

/** The log file name of a group: `/aws/http-api/upload` is logged as `http-api-upload`. */
export const fileNameOf = (group: string): string =>
  group.replace(/^\/(?:aws\/)?/u, '').replaceAll(/[^\w.-]/gu, '-');

/** A terminal, or a pipe. */
export type Output = NodeJS.WritableStream & { isTTY?: boolean };

export type Terminal = { stdout: Output; stderr: Output };

/** A terminal, or whatever output is piped into. */
export type Output = NodeJS.WritableStream & { isTTY?: boolean };

export type Terminal = { stdout: Output; stderr: Output };

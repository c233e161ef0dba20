/** The named environment variables; one error lists every missing name, and no value. */
export const readEnv = <Name extends string>(...names: Name[]): Record<Name, string> => {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) {
    throw new Error(
      `Missing environment variables: ${missing.join(', ')}. Set them in serverless.yml.`,
    );
  }
  const entries = names.map((name) => [name, process.env[name] ?? ''] as const);
  // fromEntries forgets which keys went in; the filter above made sure of each.
  return Object.fromEntries(entries) as Record<Name, string>;
};

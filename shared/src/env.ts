/** The named environment variables. A single error lists every missing name, without values. */
export const readEnv = <Name extends string>(...names: Name[]): Record<Name, string> => {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) {
    throw new Error(
      `Missing environment variables: ${missing.join(', ')}. Set them in serverless.yml.`,
    );
  }
  const entries = names.map((name) => [name, process.env[name] ?? ''] as const);
  // fromEntries loses the key types; the filter above has checked every key.
  return Object.fromEntries(entries) as Record<Name, string>;
};

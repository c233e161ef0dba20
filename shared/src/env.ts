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

/** The named environment variables as numbers; one error lists every one that is none. */
export const readNumbers = <Name extends string>(...names: Name[]): Record<Name, number> => {
  const texts = readEnv(...names);
  const entries = names.map((name) => [name, toNumber(texts[name])] as const);
  const wrong = entries.filter(([, value]) => !Number.isFinite(value)).map(([name]) => name);
  if (wrong.length > 0) throw new Error(`Not numbers: ${wrong.join(', ')}. See serverless.yml.`);
  // fromEntries forgets which keys went in.
  return Object.fromEntries(entries) as Record<Name, number>;
};

// Of blanks Number makes 0.
const toNumber = (text: string) => (text.trim() === '' ? NaN : Number(text));

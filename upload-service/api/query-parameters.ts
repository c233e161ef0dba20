import * as v from 'valibot';

const MAX_LABELS = 10;

const text = (what: string) =>
  v.pipe(
    v.string(`${what} can be given only once.`),
    v.trim(),
    v.nonEmpty(`${what} is empty.`),
    v.maxLength(100, `${what} is longer than 100 characters.`),
  );

const day = (what: string) =>
  v.pipe(
    v.string(`${what} can be given only once.`),
    v.regex(/^2\d{3}-\d\d-\d\d$/u, `${what} must be a date such as 2026-11-22.`),
    v.check((date) => isDate(date), `${what} is a day that does not exist.`),
  );

const hour = v.pipe(v.string(), v.transform(Number));

const Hours = v.pipe(
  v.string(),
  v.regex(/^(?:1?\d|2[0-4])-(?:1?\d|2[0-4])$/u, 'hours must be a range of hours such as 22-6.'),
  v.transform((range) => range.split('-')),
  v.tuple([hour, hour]),
  v.transform(([from, to]) => ({ from, to })),
);

/** The parameters of `GET /videos` and of the page's address. Only `label` can be repeated. */
export const queryParameters = {
  label: v.optional(
    v.pipe(
      v.array(text('label')),
      v.maxLength(MAX_LABELS, `More than ${MAX_LABELS} labels were given.`),
    ),
    [],
  ),
  camera: v.exactOptional(text('camera')),
  door: v.exactOptional(
    v.picklist(['page', 'messenger', 'camera'], 'door must be page, messenger or camera.'),
  ),
  state: v.exactOptional(
    v.picklist(['processing', 'ready', 'failed'], 'state must be processing, ready or failed.'),
  ),
  from: v.exactOptional(day('from')),
  to: v.exactOptional(day('to')),
  hours: v.exactOptional(Hours),
  text: v.exactOptional(text('text')),
};

/** The values of a query string by name: a list if a parameter is repeated, and always for `label`. */
export const parametersIn = (queryString: string) => {
  const parameters = new URLSearchParams(queryString);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name);
      // A repeated value fits no schema.
      return [name, name === 'label' || values.length > 1 ? values : values[0]];
    }),
  );
};

const isDate = (date: string) => {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
};

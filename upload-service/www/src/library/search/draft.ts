import * as v from 'valibot';
import { queryParameters } from '#api/query-parameters';
import { type ReadQuery, readParameters } from '../query.ts';
import type { Said } from './days.ts';

type Condition = 'camera' | 'door' | 'state' | 'hours';

const SHOWN_CHARACTERS = 30;

export type Draft = ReturnType<typeof createDraft>;

/** Builds a query word by word; ignores what does not fit and lists it. */
export const createDraft = () => {
  let labels: string[] = [];
  const conditions = new Map<string, string>();
  const problems: string[] = [];

  const leaveOut = (typed: string, why: string) => {
    const shown = typed.length > SHOWN_CHARACTERS ? `${typed.slice(0, SHOWN_CHARACTERS)}…` : typed;
    problems.push(`“${shown}” was ignored: ${why}`);
  };
  const why = (schema: v.GenericSchema, value: unknown) =>
    v.safeParse(schema, value).issues?.[0].message;

  return {
    has: (name: Condition) => conditions.has(name),

    addLabel(typed: string, label: string) {
      const all = [...new Set([...labels, label])];
      const wrong = why(queryParameters.label, all);
      if (wrong !== undefined) leaveOut(typed, wrong);
      else labels = all;
    },

    add(name: Condition, typed: string, value: string) {
      const wrong = conditions.has(name)
        ? `${name} can be given only once.`
        : why(queryParameters[name], value);
      if (wrong !== undefined) leaveOut(typed, wrong);
      else conditions.set(name, value);
    },

    addDays(typed: string, days: Said['days']) {
      if (days === 'wrong') leaveOut(typed, 'it is not a date such as 2026-11-22.');
      else if (conditions.has('from') || conditions.has('to'))
        leaveOut(typed, 'days can be given only once.');
      else for (const [name, day] of Object.entries(days)) conditions.set(name, day);
    },

    /** Adds a part of the file name. */
    addText(typed: string, part: string) {
      const text = [conditions.get('text') ?? '', part].join(' ').trim();
      const wrong = why(queryParameters.text, text);
      if (wrong !== undefined) leaveOut(typed, wrong.replace('text', 'the name'));
      else conditions.set('text', text);
    },

    end(): ReadQuery {
      const { query } = readParameters({ label: labels, ...Object.fromEntries(conditions) });
      return { query, problems };
    },
  };
};

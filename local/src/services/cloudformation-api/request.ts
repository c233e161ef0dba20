import { arnOf } from '../../engine/account.ts';
import { invalid } from './read-template.ts';
import type { StackRecord, StackRecords } from './stack-records.ts';

/** The parameter of a request; a ValidationError if it is missing. */
export const required = (form: URLSearchParams, name: string): string => {
  const value = form.get(name);
  if (value === null) throw invalid(`${name} is missing`);
  return value;
};

/** The ARN of a stack, equal to `AWS::StackId`. */
export const stackId = (name: string): string => arnOf('cloudformation', `stack/${name}/local`);

/** The name of the stack in a request, which may contain it as an ARN. */
export const stackNameIn = (form: URLSearchParams): string => {
  const given = required(form, 'StackName');
  const name = /^arn:aws:cloudformation:[^/]*:stack\/([^/]+)\//u.exec(given)?.[1] ?? given;
  if (/^[a-z][a-z\d-]{0,127}$/iu.test(name)) return name;
  throw invalid(`StackName ${name} does not match [a-zA-Z][-a-zA-Z0-9]*`);
};

/** The stack in a request; AWS's ValidationError if it does not exist. */
export const requireStack = (form: URLSearchParams, records: StackRecords): StackRecord => {
  const name = stackNameIn(form);
  const record = records.find(name);
  if (!record) throw invalid(`Stack [${name}] does not exist`);
  return record;
};

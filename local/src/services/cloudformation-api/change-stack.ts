import path from 'node:path';
import type { Stacks } from '../cloudformation/stacks.ts';
import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';
import { changesBetween } from './changes.ts';
import { fetchCode, type Code } from './fetch-code.ts';
import { templateOf, type ObjectFile } from './read-template.ts';
import type { StackEvent, StackRecord, StackRecords } from './stack-records.ts';

export type ChangePorts = {
  records: StackRecords;
  stacks: Pick<Stacks, 'deploy' | 'remove' | 'ref'>;
  objectFile: ObjectFile;
  /** Where code is unpacked. */
  home: string;
};

/** Updates a stack to its template, or rolls it back; both are recorded in its history. */
export const changeStack = async (
  record: StackRecord,
  template: string,
  ports: ChangePorts,
): Promise<void> => {
  const { name } = record;
  const operation = record.template === null ? 'CREATE' : 'UPDATE';
  const events = [ofStack(name, `${operation}_IN_PROGRESS`)];
  const updatedAt = () => new Date().toISOString();
  try {
    const code = await deploy(record, template, ports);
    const status = `${operation}_COMPLETE`;
    const done = [...completed(record.template, template), ofStack(name, status)];
    const next = { ...record, status, template, code, updatedAt: updatedAt() };
    ports.records.keep(next, [...events, ...done]);
  } catch (error) {
    events.push(failureOf(name, operation, error));
    const rollback = operation === 'CREATE' ? 'ROLLBACK' : 'UPDATE_ROLLBACK';
    const back = await rollBack(record, rollback, ports);
    events.push(ofStack(name, `${rollback}_IN_PROGRESS`), back);
    ports.records.keep({ ...record, status: back.status, updatedAt: updatedAt() }, events);
  }
};

/** Deletes a stack; a reason why it cannot be deleted is recorded in its history. */
export const deleteStack = async (record: StackRecord, ports: ChangePorts): Promise<void> => {
  const { name } = record;
  try {
    await ports.stacks.remove(name);
    ports.records.forget(name);
  } catch (error) {
    const failure = failureOf(name, 'DELETE', error);
    const events = [ofStack(name, 'DELETE_IN_PROGRESS'), failure];
    if (failure.logicalId !== name) {
      const reason = `The following resource(s) failed to delete: [${failure.logicalId}].`;
      events.push({ ...ofStack(name, 'DELETE_FAILED'), reason });
    }
    ports.records.keep({ ...record, status: 'DELETE_FAILED' }, events);
  }
};

/** The stack as the engine deploys it; undefined if it was never deployed successfully. */
export const packagedStack = ({
  name,
  template,
  code,
}: Pick<StackRecord, 'name' | 'template' | 'code'>): PackagedStack | undefined =>
  template === null
    ? undefined
    : {
        name,
        template: JSON.parse(template) as unknown,
        code: Object.fromEntries(
          Object.entries(code).map(([key, directory]) => [path.posix.basename(key), directory]),
        ),
      };

const deploy = async (record: StackRecord, template: string, ports: ChangePorts): Promise<Code> => {
  const { stacks, objectFile, home } = ports;
  const refOf = (logicalId: string) => stacks.ref(record.name, logicalId);
  const code = await fetchCode(templateOf(template), {
    ...{ home, objectFile, refOf },
    known: record.code,
  });
  const stack = packagedStack({ name: record.name, template, code });
  if (stack) await stacks.deploy([stack]);
  return code;
};

const rollBack = async (record: StackRecord, rollback: string, { stacks }: ChangePorts) => {
  const before = packagedStack(record);
  try {
    await (before ? stacks.deploy([before]) : stacks.remove(record.name));
    return ofStack(record.name, `${rollback}_COMPLETE`);
  } catch (error) {
    return { ...ofStack(record.name, `${rollback}_FAILED`), reason: messageOf(error) };
  }
};

const ofStack = (name: string, status: string): StackEvent => ({
  logicalId: name,
  type: 'AWS::CloudFormation::Stack',
  status,
});

const completed = (from: string | null, to: string): StackEvent[] => {
  const before = from === null ? { Resources: {} } : templateOf(from);
  const STATUSES = { Add: 'CREATE_COMPLETE', Modify: 'UPDATE_COMPLETE', Remove: 'DELETE_COMPLETE' };
  return changesBetween(before, templateOf(to)).map(({ action, logicalId, type }) => ({
    ...{ logicalId, type, status: STATUSES[action] },
  }));
};

// The engine's errors start with what they are about.
const failureOf = (name: string, operation: string, error: unknown): StackEvent => {
  const message = messageOf(error);
  const [, logicalId, type, reason] =
    /^(?:Stack [^:]+: )?(\w+) \((\w+::[\w:]+)\): (.*)$/su.exec(message) ?? [];
  const status = `${operation}_FAILED`;
  return logicalId !== undefined && type !== undefined && reason !== undefined
    ? { logicalId, type, status, reason }
    : { ...ofStack(name, status), reason: message };
};

const messageOf = (error: unknown) => (Error.isError(error) ? error.message : String(error));

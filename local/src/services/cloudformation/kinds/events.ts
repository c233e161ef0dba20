import * as v from 'valibot';
import { arnOf } from '../../../engine/account.ts';
import type { Schedule } from '../../schedule/schedule.ts';
import { generatedName, inert, resourceKind, type ResourceKinds } from '../resource-kind.ts';

const Target = v.strictObject({
  Id: v.string(),
  Arn: v.string(),
  Input: v.optional(v.string()),
  DeadLetterConfig: v.optional(v.strictObject({ Arn: v.string() })),
  RetryPolicy: inert,
});

const Rule = v.strictObject({
  Name: v.optional(v.string()),
  ScheduleExpression: v.string(),
  State: v.optional(v.picklist(['ENABLED', 'DISABLED']), 'ENABLED'),
  Targets: v.array(Target),
  Description: inert,
});

/** Rules that run functions on a schedule; the functions must admit EventBridge. */
export const eventsKinds = (
  schedule: Pick<Schedule, 'configureRule' | 'removeRule'>,
): ResourceKinds => ({
  'AWS::Events::Rule': resourceKind(Rule, {
    plan: ({ Name, ScheduleExpression, State, Targets }, place) => {
      const name = Name ?? generatedName(place);
      const arn = arnOf('events', `rule/${name}`);
      const rule = {
        name,
        expression: ScheduleExpression,
        enabled: State === 'ENABLED',
        targets: Targets.map(({ Arn, Input, DeadLetterConfig }) => ({
          functionArn: Arn,
          ...(DeadLetterConfig && { deadLetterArn: DeadLetterConfig.Arn }),
          ...(Input !== undefined && { input: Input }),
        })),
      };
      return {
        id: name,
        attributes: { Arn: arn },
        needs: Targets.flatMap((target) => needsOf(target, arn)),
        apply: () => schedule.configureRule(rule),
      };
    },
    remove: schedule.removeRule,
  }),
});

const needsOf = ({ Arn, DeadLetterConfig }: v.InferOutput<typeof Target>, sourceArn: string) => {
  const access = { principal: 'events.amazonaws.com', sourceArn };
  return [
    { ...access, action: 'lambda:InvokeFunction', resource: Arn },
    ...(DeadLetterConfig
      ? [{ ...access, action: 'sqs:SendMessage', resource: DeadLetterConfig.Arn }]
      : []),
  ];
};

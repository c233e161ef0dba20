/** The part of the framework that the plugin uses. */
type Serverless = {
  service: {
    provider: { compiledCloudFormationTemplate: { Resources: Record<string, Resource> } };
  };
};

type Resource = { Type: string; Properties?: Record<string, unknown> };
type Target = Record<string, unknown>;

const QUEUE = 'DeadLetterQueue';
const QUEUE_ARN = { 'Fn::GetAtt': [QUEUE, 'Arn'] };

/**
 * A Serverless plugin that sends whatever SNS or EventBridge cannot deliver to the stack's dead-letter queue, for every
 * subscription and every rule. The framework would add a policy per subscription; but a queue has only one policy, so
 * the last one would win.
 */
export default class DeadLettersPlugin {
  readonly hooks: Record<string, () => void>;

  constructor({ service }: Serverless) {
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        const { Resources } = service.provider.compiledCloudFormationTemplate;
        for (const { Type, Properties } of Object.values(Resources)) {
          if (!Properties) continue;
          if (Type === 'AWS::SNS::Subscription') addToSubscription(Properties);
          if (Type === 'AWS::Events::Rule') addToRule(Properties);
        }
      },
    };
  }
}

// The queue itself needs none: if SNS cannot reach it, its dead-letter queue would be unreachable too.
const addToSubscription = (properties: Record<string, unknown>) => {
  if (JSON.stringify(properties['Endpoint']).includes(`"${QUEUE}"`)) return;
  properties['RedrivePolicy'] = { deadLetterTargetArn: QUEUE_ARN };
};

const addToRule = (properties: Record<string, unknown>) => {
  const targets = properties['Targets'] as Target[];
  properties['Targets'] = targets.map((target) => ({
    ...target,
    DeadLetterConfig: { Arn: QUEUE_ARN },
  }));
};

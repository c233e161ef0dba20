/** What the plugin uses of the framework. */
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
 * Serverless plugin: what SNS or EventBridge cannot hand over ends in the stack's dead-letter queue, for every
 * subscription and every rule. The framework would do so for subscriptions, with a policy each; but a queue has one
 * policy, and the last to come would be it.
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

// The queue itself needs none: where SNS cannot reach it, it cannot reach it.
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

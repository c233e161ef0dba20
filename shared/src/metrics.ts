import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const NAMESPACE = 'VideoBank';

/**
 * CloudWatch metrics in the embedded format, one log line per invocation. Never use a session as a dimension: every
 * combination is a separate metric that costs money.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html
 */
export const createMetrics = () => {
  const metrics = new Metrics({ namespace: NAMESPACE });
  return {
    /** Adds an amount in US dollars. */
    addUsd: (name: string, usd: number) => void metrics.addMetric(name, MetricUnit.NoUnit, usd),

    /** Writes everything added so far. */
    flush: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
};

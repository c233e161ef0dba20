import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const NAMESPACE = 'VideoBank';

/**
 * Metrics in CloudWatch's embedded format, one line of the log for each invocation. Never a session among the
 * dimensions: each combination is a metric of its own, and is paid for.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html
 */
export const createMetrics = () => {
  const metrics = new Metrics({ namespace: NAMESPACE });
  return {
    /** Adds an amount of US dollars. */
    addUsd: (name: string, usd: number) => void metrics.addMetric(name, MetricUnit.NoUnit, usd),

    /** Writes what has been added. */
    flush: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
};

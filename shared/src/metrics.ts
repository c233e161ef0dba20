import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const NAMESPACE = 'VideoBank';

/**
 * CloudWatch metrics in the embedded format, one log line per invocation, with the dimensions `service` and `stage`.
 * Never use a session as a dimension: every combination is a separate metric that costs money.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html
 */
export const createMetrics = (stage: string) => {
  const metrics = new Metrics({ namespace: NAMESPACE, defaultDimensions: { stage } });
  return {
    /** Adds an amount in US dollars. */
    addUsd: (name: string, usd: number) => void metrics.addMetric(name, MetricUnit.NoUnit, usd),

    addSeconds: (name: string, seconds: number) =>
      void metrics.addMetric(name, MetricUnit.Seconds, seconds),

    /** Counts one event; with an error code, also under that code. */
    count: (name: string, code?: string) => {
      metrics.addMetric(name, MetricUnit.Count, 1);
      if (code === undefined) return;
      const ofCode = metrics.singleMetric();
      ofCode.addDimension('code', code);
      ofCode.addMetric(name, MetricUnit.Count, 1);
    },

    /** Writes everything added so far. */
    flush: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
};

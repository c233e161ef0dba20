declare module 'serverless/lib/plugins/aws/package/compile/layers.js' {
  /** Compiles a stack's layers; the framework has no types for its plugins. */
  export default class AwsCompileLayers {
    compareWithLastLayer(layerName: string): Promise<void>;
  }
}

declare module 'serverless/lib/plugins/aws/package/compile/layers.js' {
  /** Compiles the layers of a stack; the framework ships no types for its plugins. */
  export default class AwsCompileLayers {
    compareWithLastLayer(layerName: string): Promise<void>;
  }
}

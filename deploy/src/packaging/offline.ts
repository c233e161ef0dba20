// Preloaded into `serverless package`: no account is asked whether a layer is uploaded already.
import AwsCompileLayers from 'serverless/lib/plugins/aws/package/compile/layers.js';

AwsCompileLayers.prototype.compareWithLastLayer = () => Promise.resolve();

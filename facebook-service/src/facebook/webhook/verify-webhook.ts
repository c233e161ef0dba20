import { sameText } from '../../messenger/signature.ts';

/**
 * The challenge to echo if Facebook presents our verify token; undefined otherwise.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests
 */
export const verifyWebhook = (query: Record<string, string | undefined>, verifyToken: string) => {
  const { 'hub.mode': mode, 'hub.verify_token': token = '', 'hub.challenge': challenge } = query;
  return mode === 'subscribe' && sameText(token, verifyToken) ? challenge : undefined;
};

import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import { sameText } from '../messenger/signature.ts';

const Payload = v.object({
  algorithm: v.pipe(v.string(), v.toUpperCase(), v.literal('HMAC-SHA256')),
  user_id: v.pipe(v.string(), v.regex(/^\d{1,30}$/u)),
});
const StoredPayload = v.pipe(v.string(), v.parseJson(), Payload);

/**
 * The person's app-scoped id in a `signed_request`; undefined if it is not signed with the app's secret.
 * https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
 */
export const userIn = (signedRequest: string, appSecret: string): string | undefined => {
  const [signature = '', payload = '', ...rest] = signedRequest.split('.');
  if (rest.length > 0 || payload === '') return undefined;
  const expected = createHmac('sha256', appSecret).update(payload).digest('base64url');
  if (!sameText(signature.replace(/=+$/u, ''), expected)) return undefined;
  const read = v.safeParse(StoredPayload, Buffer.from(payload, 'base64url').toString());
  return read.success ? read.output.user_id : undefined;
};

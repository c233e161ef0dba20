import { checksumElements, checksumHeaders } from '../body/checksum.ts';
import type { Reply } from '../http/call.ts';
import { writeXml } from '../http/xml.ts';
import type { ObjectRow } from '../index/rows.ts';
import { quote } from './etag.ts';

/** The response that a form requests: a redirect, 200, 201 with a document, or 204. */
export const postReply = (row: ObjectRow, fields: Record<string, string>, host: string): Reply => {
  const etag = quote(row.etag);
  const location = `http://${host}/${row.bucket}/${encodeURIComponent(row.key)}`;
  const redirect = redirectFor(row, fields);
  if (redirect !== undefined) return { status: 303, headers: { etag, location: redirect } };
  const headers = { etag, location, ...checksumHeaders(row.checksum) };
  const { success_action_status: status } = fields;
  if (status === '200') return { status: 200, headers };
  if (status !== '201') return { status: 204, headers };
  const { bucket: Bucket, key: Key } = row;
  const content = {
    Location: location,
    Bucket,
    Key,
    ETag: etag,
    ...checksumElements(row.checksum),
  };
  return { status: 201, headers, body: writeXml('PostResponse', content) };
};

const redirectFor = ({ bucket, key, etag }: ObjectRow, fields: Record<string, string>) => {
  const target = fields['success_action_redirect'] ?? fields['redirect'];
  if (target === undefined || !/^https?:/iu.test(target) || !URL.canParse(target)) return undefined;
  const url = new URL(target);
  for (const [name, value] of Object.entries({ bucket, key, etag: quote(etag) }))
    url.searchParams.append(name, value);
  return url.href;
};

import { verifyPolicy } from '../../../auth/post-policy.ts';
import type { CredentialsStore } from '../../../auth/credentials.ts';
import { type Form, type FormBody, readForm } from '../body/form.ts';
import { receiveBody, type Received } from '../body/receive.ts';
import { asS3Error } from '../http/authenticate.ts';
import { authorize, callsOf } from '../http/authorize.ts';
import { checkKey } from '../http/address.ts';
import type { Origin, Reply } from '../http/call.ts';
import { headerValue } from '../http/header-value.ts';
import { S3Error } from '../http/s3-error.ts';
import { requireBucket, type Store } from '../store.ts';
import { commitObject } from './commit-object.ts';
import { objectHeadersOf } from './object-headers.ts';
import { postReply } from './post-reply.ts';
import { contentOf, MAX_PUT_BYTES } from './put-object.ts';
import { detailsOf, parseTagging } from './tags.ts';

/** A form sent to a bucket, with its body unread; its policy identifies the signer. */
export type PostCall = {
  bucket: string;
  form: FormBody;
  credentials: CredentialsStore;
  origin: Omit<Origin, 'principal'>;
  host: string;
};

type Upload = {
  fields: Record<string, string>;
  key: string;
  principal: string;
  received: Received;
};

/** Uploads from a browser's form: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
export const postObject = async (store: Store, call: PostCall): Promise<Reply> => {
  requireBucket(store, call.bucket);
  const { fields, key, principal, received } = await receiveUpload(store, call);
  const object = { bucket: call.bucket, key, upload: undefined, ...contentOf(received) };
  const details = detailsOf(tagsOfForm(fields));
  const row = commitObject(
    store,
    { ...object, ...details, headers: objectHeadersOf(headersIn(fields)) },
    { event: 'Post', conditions: {}, origin: { ...call.origin, principal } },
  );
  return postReply(row, fields, call.host);
};

// The file may be complete and the form around it not.
const receiveUpload = async (store: Store, call: PostCall): Promise<Upload> => {
  const arrived: string[] = [];
  try {
    return await readForm(call.form, async (form) => {
      const upload = await receiveFile(store, call, form);
      arrived.push(upload.received.temp);
      return upload;
    });
  } catch (error) {
    store.files.discard(arrived);
    throw asS3Error(error);
  }
};

const receiveFile = async (store: Store, call: PostCall, form: Form): Promise<Upload> => {
  const { bucket, credentials } = call;
  const key = keyOf(form);
  const fields: Record<string, string> = { ...form.fields, key };
  const grant = verifyPolicy(fields, { bucket, credentials });
  const tagged = fields['tagging'];
  const tagging = tagged === undefined ? {} : { 'x-amz-tagging': tagged };
  authorize(grant, callsOf('s3:PutObject', { bucket, key }, tagging));
  const { principal, minBytes, maxBytes } = grant;
  const headers = headersIn(fields);
  objectHeadersOf(headers);
  tagsOfForm(fields);
  const received = await receiveBody(
    { bytes: form.file, trailers: new Map() },
    { files: store.files, headers, maxBytes: Math.min(maxBytes, MAX_PUT_BYTES) },
  );
  if (received.size >= minBytes) return { fields, key, principal, received };
  store.files.discard([received.temp]);
  throw new S3Error('EntityTooSmall', undefined, {
    ProposedSize: received.size,
    MinSizeAllowed: minBytes,
  });
};

const keyOf = ({ fields, filename }: Form): string => {
  const key = fields['key']?.replaceAll('${filename}', () => filename);
  if (key) return checkKey(key);
  throw new S3Error(
    'InvalidArgument',
    "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
    { ArgumentName: 'key' },
  );
};

const tagsOfForm = ({ tagging }: Record<string, string>) =>
  tagging === undefined ? [] : parseTagging(tagging);

// None of the fields that are not headers has a header's name.
const headersIn = (fields: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name === 'acl' ? 'x-amz-acl' : name,
      headerValue(name, value),
    ]),
  );

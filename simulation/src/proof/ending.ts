import { isDeepStrictEqual } from 'node:util';
import { metadataKey } from '@video-service/shared/keys';
import { BUCKETS, SESSION_QUEUE } from '../names.ts';
import { checkDeletion } from './deletion.ts';
import { checkLibrary } from './library.ts';
import { metadataIn } from './metadata-history.ts';
import { checkPeople } from './people-ending.ts';
import { checkPageSessions } from './page-ending.ts';
import { type Projection, asRejected, projectionOf, withoutLabels } from './projection.ts';
import type { EndingPorts } from './ending-ports.ts';
import type { Upload } from './upload.ts';
import { checkKept } from './retention.ts';
import { checkWishes } from './wishes-ending.ts';

/** Checks, when all faults are over and all dead letters are replayed, that everything has ended correctly. */
export const checkEnding = (ports: EndingPorts): void => {
  const { cloud, proof } = ports;
  for (const upload of effective(proof.uploads)) {
    if (proof.isDeleted(upload.id)) checkDeletion(upload, ports);
    else checkOutcome(upload, ports);
  }
  checkKept(ports);
  checkWishes(ports);
  checkLibrary(ports);
  checkPageSessions(ports);
  checkPeople(ports);
  for (const [queue, letters] of cloud.deadLetters)
    if (letters.length > 0) proof.violate(`${queue} still holds ${letters.length} dead letters`);
};

// Of several objects under a session's own key, the first that is not empty is rendered.
const effective = (uploads: Upload[]): Upload[] => {
  const chosen = new Map<string, Upload>();
  for (const upload of uploads)
    if ((chosen.get(upload.id)?.file.length ?? 0) === 0) chosen.set(upload.id, upload);
  return [...chosen.values()];
};

const checkOutcome = (upload: Upload, { cloud, proof, references }: EndingPorts) => {
  const { id, key, file } = upload;
  const object = cloud.bucket(BUCKETS.renders).get(metadataKey(id));
  if (!object) {
    // A notification of a removal that arrives when the other video's tombstone is settled is attributed to this one.
    const isTakenForIt = proof.uploads.some(
      (other) => other.key === key && other.id !== id && proof.isDeleted(other.id),
    );
    if (isTakenForIt) return;
    if (!proof.isRemoved(id)) proof.violate(`${id} (${key}) has no metadata.json`);
    return;
  }
  const right = references.of(file);
  const found = asRejected(projectionOf(metadataIn(object)), right);
  if (proof.isRemoved(id) && !proof.isPutAgain(id) && found.error?.code !== 'VIDEO_DELETED')
    proof.violate(`${id} is still there after its object ${key} was removed`);
  const isUnpaid =
    proof.budget.wasExhausted() && isDeepStrictEqual(withoutLabels(found), withoutLabels(right));
  if (isUnpaid || isDeepStrictEqual(found, right)) {
    checkFiles(upload, { cloud, proof });
    return;
  }
  if (found.status === -1 && isExcused(upload, found, { cloud, proof })) return;
  proof.violate(
    `${id} (${key}) ended as ${JSON.stringify(found)} instead of ${JSON.stringify(right)}`,
  );
};

// A specific error is correct if a step was made impossible permanently.
const isExcused = (
  { id, key, etag }: Upload,
  { error, gif }: Projection,
  { cloud, proof }: Omit<EndingPorts, 'references'>,
) => {
  const there = cloud.bucket(BUCKETS.source).get(key);
  const wasGivenUp = (functionName: string) =>
    proof.givenUp.some(
      (each) =>
        each.functionName === functionName &&
        (each.event.includes(id) ||
          each.event.includes(encodeURIComponent(key).replaceAll('%20', '+'))),
    );
  switch (error?.code) {
    case 'VIDEO_REPLACED':
      return !proof.isOnlyOneAt(key) && there?.etag !== etag;
    case 'VIDEO_DELETED':
      return there === undefined;
    case 'GIF_FAILED':
      return gif === undefined && wasGivenUp('video-service-sim-create-gif');
    // The start was lost, and so was the second one half an hour later. It is never published if create-session is
    // out of tries, of which there are many more where the system is deployed.
    case 'TIMED_OUT':
      return (
        proof.lost.filter((each) => each.event.includes(id)).length +
          (wasGivenUp(SESSION_QUEUE) ? 1 : 0) >
        1
      );
    case 'CAPTURES_FAILED':
      return wasGivenUp('video-service-sim-create-captures');
    default:
      return false;
  }
};

// The previews show exactly this content, whatever else was at the key.
const checkFiles = (
  { id, key, etag }: Upload,
  { cloud, proof }: Omit<EndingPorts, 'references'>,
) => {
  const renders = cloud.bucket(BUCKETS.renders);
  const object = renders.get(metadataKey(id));
  if (!object) return;
  const { gif, previews, labels } = metadataIn(object);
  const keys = [gif, previews?.poster, previews?.video, previews?.storyboard?.picture];
  for (const each of keys.filter((one) => one !== undefined)) {
    const body = renders.get(each)?.body.toString();
    if (!body?.includes(etag)) proof.violate(`${each} does not show the content of ${key}`);
  }
  const source = cloud.bucket(BUCKETS.source).get(key);
  if (!source && proof.isOnlyOneAt(key))
    proof.violate(`${key} is gone, though nobody has deleted ${id}`);
  for (const { capture } of labels)
    if (!cloud.bucket(BUCKETS.source).get(capture)) proof.violate(`${capture} is not there`);
};

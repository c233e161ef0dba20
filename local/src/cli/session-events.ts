import { MalformedRecord } from '@video-service/shared/decode';
import { messagesIn, objectsIn, type SnsEvent } from '@video-service/shared/events';
import { parseMetadataKey, sessionIdOf } from '@video-service/shared/keys';
import { StepDone } from '@video-service/shared/messages';

/** Something that happens to a session on its way to a metadata.json. */
export type SessionEvent =
  | { type: 'uploaded'; id: string; key: string }
  | { type: 'step'; id: string; done: StepDone }
  | { type: 'finished'; id: string };

export type Buckets = { source: string; render: string };

/** What the event that a topic hands to a function says of sessions; most topics have several functions. */
export const sessionEventsIn = (event: string, { source, render }: Buckets): SessionEvent[] => {
  // Only topics hand events over, in their own form.
  const notification = JSON.parse(event) as SnsEvent;
  const steps = readable(messagesIn(notification, StepDone)).map((done): SessionEvent => ({
    type: 'step',
    id: done.id,
    done,
  }));
  const objects = readable(objectsIn(notification)).flatMap((object): SessionEvent[] => {
    if (object.bucket === source && object.key.startsWith('videos/')) {
      return [{ type: 'uploaded', id: sessionIdOf(object), key: object.key }];
    }
    const id = object.bucket === render ? parseMetadataKey(object.key) : undefined;
    return id === undefined ? [] : [{ type: 'finished', id }];
  });
  return [...steps, ...objects];
};

const readable = <Value>(decoded: (Value | MalformedRecord)[]): Value[] =>
  decoded.filter((value): value is Value => !(value instanceof MalformedRecord));

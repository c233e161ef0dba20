import { MalformedRecord } from '@video-service/shared/decode';
import { messagesIn, objectsIn, objectsInMessage } from '@video-service/shared/events';
import { parseMetadataKey, sessionIdOf } from '@video-service/shared/keys';
import { StepDone } from '@video-service/shared/messages';
import * as v from 'valibot';

/** An event of a session on its way to a metadata.json. */
export type SessionEvent =
  | { type: 'uploaded'; id: string; key: string }
  | { type: 'step'; id: string; done: StepDone }
  | { type: 'finished'; id: string };

export type Buckets = { source: string; render: string };

const SnsEvent = v.object({
  Records: v.array(v.object({ Sns: v.object({ Message: v.string() }) })),
});
const FromTopic = v.pipe(v.string(), v.parseJson(), SnsEvent);

/** The session events in a topic's delivery to a function (an event) or a queue (its message). */
export const sessionEventsIn = (event: string, { source, render }: Buckets): SessionEvent[] => {
  const { success, output } = v.safeParse(FromTopic, event);
  const steps = success ? readable(messagesIn(output, StepDone)).map(stepOf) : [];
  const created = success ? objectsIn(output) : objectsInMessage(event);
  const objects = readable(created).flatMap((object): SessionEvent[] => {
    if (object.bucket === source && object.key.startsWith('videos/')) {
      return [{ type: 'uploaded', id: sessionIdOf(object), key: object.key }];
    }
    const id = object.bucket === render ? parseMetadataKey(object.key) : undefined;
    return id === undefined ? [] : [{ type: 'finished', id }];
  });
  return [...steps, ...objects];
};

const stepOf = (done: StepDone): SessionEvent => ({ type: 'step', id: done.id, done });

const readable = <Value>(decoded: (Value | MalformedRecord)[]): Value[] =>
  decoded.filter((value): value is Value => !(value instanceof MalformedRecord));

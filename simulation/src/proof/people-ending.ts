import { metadataKey } from '@video-service/shared/keys';
import { CONFIRM_DELETION, HINTS } from '../../../facebook-service/src/messenger/texts.ts';
import { BUCKETS } from '../names.ts';
import type { EndingPorts } from './ending-ports.ts';
import { metadataIn } from './metadata-history.ts';
import type { SentToBot } from './proof.ts';

/** Everyone who sent something to the bot gets an answer. */
export const checkPeople = (ports: Pick<EndingPorts, 'cloud' | 'proof'>): void => {
  for (const message of ports.proof.sent.values()) checkAnswer(message, ports);
};

const checkAnswer = (
  { id, person, sent }: SentToBot,
  { cloud, proof }: Pick<EndingPorts, 'cloud' | 'proof'>,
) => {
  if (proof.isDeleted(id) || proof.isRemoved(id)) return;
  const heard = proof.people.heardBy(person);
  const isAnswered = (() => {
    if (sent === 'text') return heard.includes(HINTS.text);
    if (sent === 'ask') return heard.includes(CONFIRM_DELETION);
    // Their yes may come when they are not asked any more.
    if (sent === 'yes') return heard.some(proof.people.isReceipt) || heard.includes(HINTS.text);
    if (sent === 'junk') return heard.some(proof.people.isFailure);
    const object = cloud.bucket(BUCKETS.renders).get(metadataKey(id));
    // It was not fetched, and they were told so.
    if (!object) return heard.some(proof.people.isFailure);
    const { status } = metadataIn(object);
    return status === 1
      ? heard.some((what) => what.startsWith('I ') || what.startsWith('/'))
      : heard.some(proof.people.isFailure);
  })();
  if (!isAnswered)
    proof.violate(`${person} sent ${sent} (${id}) and only heard ${JSON.stringify(heard)}`);
};

import { TABLES } from '../names.ts';
import type { EndingPorts } from './ending-ports.ts';
import type { Wish } from './orders.ts';

type WishPorts = Pick<EndingPorts, 'cloud' | 'proof'>;

/** Who was told that their videos are deleted has none left, and every request that Facebook made is answered. */
export const checkWishes = (ports: WishPorts): void => {
  const { proof } = ports;
  for (const wish of proof.orders.wishes) {
    if (!isGranted(wish, ports)) continue;
    for (const id of proof.orders.sentBy(wish.person, wish.at))
      if (!proof.isDeleted(id) && !proof.isRemoved(id))
        proof.violate(`${wish.person} has no videos any more, they were told; but ${id} is left`);
  }
};

const isGranted = ({ person, id }: Wish, { cloud, proof }: WishPorts): boolean => {
  if (id === undefined) return proof.people.heardBy(person).some(proof.people.isReceipt);
  const state = cloud.table(TABLES.people).get({ id: { S: id } })?.['state'];
  const isKnown = state && 'S' in state && (state.S === 'done' || state.S === 'unmatched');
  if (!isKnown) proof.violate(`nobody has dealt with the deletion ${id} that Facebook asked for`);
  return state !== undefined && 'S' in state && state.S === 'done';
};

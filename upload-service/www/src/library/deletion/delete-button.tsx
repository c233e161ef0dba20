import { TrashIcon } from '../../design/icons.tsx';
import { list, navigate } from '../../navigation/navigation.ts';
import { neighboursOf, routeTo } from '../neighbours/neighbours.ts';
import { type Doomed } from './create-deletions.ts';
import { deletions } from './deletions.ts';

/** Deletes the open video and moves on to the next one in the list. */
export const DeleteButton = ({ id, name }: Doomed) => (
  <button
    type="button"
    class="button"
    onClick={() => {
      const { previous, next } = neighboursOf(id);
      const neighbour = next ?? previous;
      navigate(neighbour ? routeTo(neighbour) : list.value, { replace: true });
      deletions.add([{ id, name }]);
    }}
  >
    <TrashIcon />
    Delete
  </button>
);

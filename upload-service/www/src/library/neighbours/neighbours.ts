import { computed } from '@preact/signals';
import type { Route } from '../../navigation/route.ts';
import { shown } from '../list/library.ts';
import type { Video } from '../list/listing.ts';

const places = computed(() => new Map(shown.value.map(({ id }, index) => [id, index])));

/** The videos before and after one in the list; neither if it is not in the list. */
export const neighboursOf = (id: string): { previous?: Video; next?: Video } => {
  const at = places.value.get(id);
  if (at === undefined) return {};
  const [previous, next] = [shown.value[at - 1], shown.value[at + 1]];
  return { ...(previous && { previous }), ...(next && { next }) };
};

/** The address of a listed video: its first moment, if moments were searched for. */
export const routeTo = ({ id, moments }: Video): Route => ({
  view: 'result',
  session: id,
  time: moments[0]?.time ?? 0,
});

import { useEffect, useState } from 'preact/hooks';
import type { VideoQuery } from '#api/video-query';
import { search } from '../../navigation/navigation.ts';
import { type Filter, filtersOf } from '../filters/filters.ts';
import { fetchPage } from '../list/library-api.ts';
import { asksForAll, formatQuery } from '../query.ts';
import './states.css';

const MAX_TRIED = 6;

/** Says that nothing matches, and which filters to remove. */
export const NoMatch = ({ query }: { query: VideoQuery }) => {
  const filters = filtersOf(query);
  const helpful = useHelpful(filters, formatQuery(query));
  if (asksForAll(query)) return null;
  return (
    <div class="no-match" role="status">
      <h3>No video matches {filters.length === 1 ? 'this filter' : 'all filters'}</h3>
      {helpful.length > 0 ? (
        <>
          <p>Remove one filter to see videos:</p>
          <ul class="no-match-ways">
            {helpful.map(({ name, rest }) => (
              <li key={name}>
                <button type="button" class="button" onClick={() => search(formatQuery(rest))}>
                  Without {name}
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>Remove a filter or search for something else.</p>
      )}
      <button type="button" class="text-button" onClick={() => search('')}>
        Show all videos
      </button>
    </div>
  );
};

// Tries the query without each of the filters, for one video.
const useHelpful = (filters: Filter[], query: string) => {
  const [helpful, setHelpful] = useState<Filter[]>([]);
  useEffect(() => {
    let isOver = false;
    const tried = filters.length > 1 ? filters.slice(0, MAX_TRIED) : [];
    const asked = tried.map(({ rest }) => fetchPage(formatQuery(rest), { limit: 1 }));
    void Promise.allSettled(asked).then((answers) => {
      const finds = (index: number) => {
        const answer = answers[index];
        return answer?.status === 'fulfilled' && answer.value.videos.length > 0;
      };
      if (!isOver) setHelpful(tried.filter((_, index) => finds(index)));
    });
    return () => {
      isOver = true;
      setHelpful([]);
    };
  }, [query]);
  return helpful;
};

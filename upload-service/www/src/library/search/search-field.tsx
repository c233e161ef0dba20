import { useEffect, useRef, useState } from 'preact/hooks';
import type { VideoQuery } from '#api/video-query';
import { SearchIcon } from '../../design/icons.tsx';
import { search } from '../../navigation/navigation.ts';
import { todayHere } from '../list/days.ts';
import type { Count } from '../list/library-api.ts';
import { cameras, labels, refreshCounts } from '../list/library.ts';
import { formatQuery } from '../query.ts';
import { formatSearch } from './format-search.ts';
import { parseSearch } from './parse-search.ts';
import { SearchHelp } from './search-help.tsx';
import './search-field.css';

const PROBLEMS_SHOWN = 3;

type SearchFieldProps = { query: VideoQuery; problems: string[] };

/** The search field, for words such as `person camera:garden 22-6 last week`. */
export const SearchField = ({ query, problems: inAddress }: SearchFieldProps) => {
  const { text, setText, problems, submit } = useSearch(query);
  return (
    <form
      class="library-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label class="search-field">
        <SearchIcon />
        <span class="visually-hidden">Search your videos</span>
        <input
          id="library-search"
          type="search"
          enterkeyhint="search"
          autocomplete="off"
          spellcheck={false}
          maxLength={1000}
          placeholder="Search: person camera:garden last week"
          aria-describedby="search-problems"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <SearchHelp onTry={(words) => void submit(words)} />
      <p id="search-problems" class="search-problems" role="status">
        {shorten([...inAddress, ...problems])}
      </p>
    </form>
  );
};

// The typed text stays until something else changes the search.
const useSearch = (query: VideoQuery) => {
  const asked = formatQuery(query);
  const typed = useRef<string>();
  const [text, setText] = useState(formatSearch(query));
  const [problems, setProblems] = useState<string[]>([]);
  useEffect(() => {
    if (typed.current === asked) return;
    typed.current = undefined;
    setText(formatSearch(query));
    setProblems([]);
  }, [asked]);
  const submit = async (words = text) => {
    setText(words);
    let understood = understand(words);
    // A word taken for a file name may be a label that the bank has only just got.
    if (understood.query.text !== undefined) {
      await refreshCounts();
      understood = understand(words);
    }
    setProblems(understood.problems);
    typed.current = formatQuery(understood.query);
    if (typed.current !== asked) search(typed.current);
  };
  return { text, setText, problems, submit };
};

const understand = (words: string) => {
  const known = { labels: namesIn(labels), cameras: namesIn(cameras) };
  return parseSearch(words, known, todayHere());
};

const namesIn = ({ value: counts }: { value: Count[] }) => counts.map(([name]) => name);

const shorten = (problems: string[]) => {
  const more = problems.length - PROBLEMS_SHOWN;
  const shown = problems.slice(0, PROBLEMS_SHOWN).join(' ');
  return more > 0 ? `${shown} And ${more} more.` : shown;
};

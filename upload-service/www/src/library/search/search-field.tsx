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

const FAULTS_SHOWN = 3;

type SearchFieldProps = { query: VideoQuery; faults: string[] };

/** The search field, for words such as `person camera:garden 22-6 last week`. */
export const SearchField = ({ query, faults: inAddress }: SearchFieldProps) => {
  const { text, setText, faults, submit } = useSearch(query);
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
          aria-describedby="search-faults"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <SearchHelp onTry={(words) => void submit(words)} />
      <p id="search-faults" class="search-faults" role="status">
        {shorten([...inAddress, ...faults])}
      </p>
    </form>
  );
};

// The typed text stays until something else changes the search.
const useSearch = (query: VideoQuery) => {
  const asked = formatQuery(query);
  const typed = useRef<string>();
  const [text, setText] = useState(formatSearch(query));
  const [faults, setFaults] = useState<string[]>([]);
  useEffect(() => {
    if (typed.current === asked) return;
    typed.current = undefined;
    setText(formatSearch(query));
    setFaults([]);
  }, [asked]);
  const submit = async (words = text) => {
    setText(words);
    let understood = understand(words);
    // A word taken for a file name may be a label that the bank has only just got.
    if (understood.query.text !== undefined) {
      await refreshCounts();
      understood = understand(words);
    }
    setFaults(understood.faults);
    typed.current = formatQuery(understood.query);
    if (typed.current !== asked) search(typed.current);
  };
  return { text, setText, faults, submit };
};

const understand = (words: string) => {
  const known = { labels: namesIn(labels), cameras: namesIn(cameras) };
  return parseSearch(words, known, todayHere());
};

const namesIn = ({ value: counts }: { value: Count[] }) => counts.map(([name]) => name);

const shorten = (faults: string[]) => {
  const more = faults.length - FAULTS_SHOWN;
  const shown = faults.slice(0, FAULTS_SHOWN).join(' ');
  return more > 0 ? `${shown} And ${more} more.` : shown;
};

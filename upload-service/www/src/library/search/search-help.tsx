import { useState } from 'preact/hooks';

const EXAMPLES: [string, string][] = [
  ['person dog', 'both in the same picture'],
  ['camera:garden 22-6', 'a camera, from 22:00 to 6:00'],
  ['last week', 'also today, yesterday, last 7 days, 2026-11'],
  ['2026-11-20..2026-11-25', 'a range of days'],
  ['door:messenger', 'or door:page, door:camera'],
  ['state:failed', 'or state:ready, state:processing'],
  ['"my holiday"', 'part of the file name'],
];

/** What can be searched for, with examples to try. */
export const SearchHelp = ({ onTry }: { onTry: (words: string) => void }) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <div class="search-help">
      <button
        type="button"
        class="text-button"
        aria-expanded={isOpen}
        aria-controls="search-help"
        onClick={() => setOpen(!isOpen)}
      >
        What can I search for?
      </button>
      <div id="search-help" class="card search-examples" hidden={!isOpen}>
        <p>Type what you are looking for. Videos must match every term.</p>
        <dl>
          {EXAMPLES.map(([words, meaning]) => (
            <div key={words}>
              <dt>
                <button type="button" class="example" onClick={() => onTry(words)}>
                  {words}
                </button>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
};

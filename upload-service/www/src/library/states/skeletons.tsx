import './states.css';

const FIRST = 8;
const MORE = 4;

/** Placeholders for videos that are loading. */
export const Skeletons = ({ isFirst }: { isFirst: boolean }) => (
  <div class="day-videos skeletons" aria-hidden="true">
    {Array.from({ length: isFirst ? FIRST : MORE }, (_, index) => (
      <div key={index}>
        <div class="tile-picture skeleton" />
        <div class="skeleton skeleton-line" />
        <div class="skeleton skeleton-line short" />
      </div>
    ))}
  </div>
);

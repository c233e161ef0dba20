import type { SessionView } from '#api/session-view';
import { Announcement } from '../design/announcement.tsx';
import { CheckIcon } from '../design/icons.tsx';
import { stagesOf } from './moments.ts';
import './stages.css';

/** The progress of a video. */
export const Stages = ({ view }: { view: SessionView }) => {
  const stages = stagesOf(view);
  const current = view.status === 0 ? stages.findIndex(({ done }) => !done) : -1;
  const last = stages.findLast(({ done }) => done);
  return (
    <>
      <ol class="stages" aria-label="Progress">
        {stages.map(({ name, done }, index) => (
          <li
            key={index}
            class={done ? 'done' : ''}
            aria-current={index === current ? 'step' : undefined}
          >
            <span class="stage-mark">{done ? <CheckIcon /> : null}</span>
            {name}
            {done ? <span class="visually-hidden">, done</span> : null}
          </li>
        ))}
      </ol>
      <Announcement text={last ? `${last.name}: done.` : ''} />
    </>
  );
};

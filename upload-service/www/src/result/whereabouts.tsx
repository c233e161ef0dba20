import { nameStage, type Place } from '@video-service/shared/where/place';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { SessionView } from '#api/session-view';
import { formatFromNow } from '../design/format.ts';
import { usePlace } from '../live/live.ts';
import { stagesOf } from './moments.ts';
import './whereabouts.css';

type WhereaboutsProps = { view: SessionView; isStalled: boolean };

/** For the owner of a video that is not ready: where it is, once opened; it opens by itself if the video is stalled. */
export const Whereabouts = ({ view, isStalled }: WhereaboutsProps) => {
  const [isOpen, setOpen] = useState(isStalled);
  return (
    <details
      class="card whereabouts"
      open={isStalled}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>Where is it?</summary>
      {isOpen ? <Answer view={view} /> : null}
    </details>
  );
};

const Answer = ({ view }: { view: SessionView }) => {
  const progress = stagesOf(view).map(({ name, done }) => `${name} ${done}`);
  const state = usePlace(view.id, [view.status, ...progress].join());
  return (
    <div class="place">
      <p class="place-stage" role="status">
        {state.kind === 'place' ? sentence(nameStage(state.place)) : TEXTS[state.kind]}
      </p>
      {state.kind === 'place' ? <Details place={state.place} now={state.at} /> : null}
    </div>
  );
};

const TEXTS = {
  loading: 'Looking…',
  unknown: 'Nothing is known about this video.',
  unreachable: 'The server is not responding. The page keeps trying.',
};

const Details = ({ place, now }: { place: Place; now: number }) => {
  const { since, tries = 1, next, causes, unknown } = place;
  return (
    <dl>
      {since === undefined ? null : (
        <Detail name="Since">
          <Moment at={since} now={now} />
        </Detail>
      )}
      {tries > 1 ? <Detail name="Started">{tries} times</Detail> : null}
      {next ? (
        <Detail name="Next">
          {sentence(next.what)}
          {next.at === undefined ? null : (
            <>
              , <Moment at={next.at} now={now} />
            </>
          )}
        </Detail>
      ) : null}
      {causes.map(({ message, hint }) => (
        <Detail key={message} name="Why">
          {message} {hint}
        </Detail>
      ))}
      {unknown.map((what) => (
        <Detail key={what} name="Not known">
          {what}
        </Detail>
      ))}
    </dl>
  );
};

type DetailProps = { name: string; children: ComponentChildren };

const Detail = ({ name, children }: DetailProps) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Moment = ({ at, now }: { at: string; now: number }) => (
  <time dateTime={at} title={new Date(at).toLocaleString()}>
    {formatFromNow(Date.parse(at), now)}
  </time>
);

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

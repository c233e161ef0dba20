import type { VideoError } from '@video-service/shared/metadata';
import { WarningIcon } from '../design/icons.tsx';
import { Link } from '../navigation/link.tsx';
import { HOME } from '../navigation/route.ts';
import './failure.css';

const STAGES: Record<VideoError['stage'], string> = {
  upload: 'during the upload',
  session: 'before the analysis',
  probe: 'when the file was opened',
  gif: 'while rendering the preview',
  captures: 'while picking key moments',
  labels: 'while labelling',
  status: 'while publishing the results',
};

/** Why a video could not be processed, and what its owner can do. */
export const Failure = ({ error: { stage, message, hint } }: { error: VideoError }) => (
  <section class="card failure" aria-labelledby="failure-title" role="alert">
    <WarningIcon />
    <div>
      <h2 id="failure-title">This video could not be processed</h2>
      <p>
        It failed {STAGES[stage]}: {message}
      </p>
      <p>{hint}</p>
      <Link to={HOME} class="button">
        Try another video
      </Link>
    </div>
  </section>
);

import { STAGES } from '@video-service/shared/where/place';

/** The rare branches of the real code, by what its steps log; each is reached by some seed, or the run fails. */
export const BRANCHES = [
  'create-session: session is taken',
  'create-session: session is closed',
  'create-session: video was deleted',
  'create-gif: session has failed',
  'create-gif: session is taken',
  'create-gif: session is closed',
  'create-gif: invalid video',
  'create-captures: session has failed',
  'create-captures: invalid video',
  'get-labels: capture labelled late',
  'get-labels: not a capture',
  'get-labels: capture not labelled',
  'status: revised',
  'status: cannot be settled',
  'record-failure: step given up',
  'delete-video: video deleted',
  'delete-video: removed object followed',
  'delete-video: cannot be swept',
  'index-video: video unknown',
  'download: repeated',
  'download: refused',
  'facebook: failure told',
  'messenger: message lost',
  'messenger: message not sent',
  'label budget used up',
  'message given up by its queue',
  'object removed by other means',
  'person told again',
  'deleted by a rule',
  'deleted for its sender',
  'download: asked',
  'download: deletion ordered',
  'download: nobody matched',
  'dead letters replayed',
] as const;

// The page does not read the bot's table, and hides videos that are being deleted.
const NOT_ON_THE_PAGE = ['sent to the bot', 'being deleted'];

/** Every stage that an answer to where a video is can name, by the command and on the page. */
export const PLACES: readonly string[] = [
  ...STAGES.map((stage) => `where: ${stage}`),
  ...STAGES.filter((stage) => !NOT_ON_THE_PAGE.includes(stage)).map(
    (stage) => `where: ${stage}, on the page`,
  ),
];

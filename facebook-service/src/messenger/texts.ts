import type { CodedError } from '@video-service/shared/errors';
import type { Label, VideoError } from '@video-service/shared/metadata';

/** The Send API accepts texts of at most 2,000 characters. */
const MAX_TEXT_LENGTH = 2000;

export const ACKNOWLEDGEMENT =
  '👀 Got your video! I’m looking at it now. This takes a few seconds…';

export const HINTS = {
  text: 'Hi! Send me a video, and I’ll reply with a preview GIF and what I see in it.',
  attachment: 'I can only look at videos. Send me one, and I’ll tell you what I see in it.',
};

export const CONFIRM_DELETION =
  'Delete all videos you have sent me, with their previews and labels? This cannot be undone. Reply "yes" within 15 minutes to confirm.';

/** The reply to a deletion request; a repeated one finds nothing left to delete. */
export const deletionReceipt = (videos: number): string => {
  if (videos === 0) return 'I have no more videos from you.';
  const what = videos === 1 ? 'Your video is' : `Your ${videos} videos are`;
  return `${what} being deleted, with previews, pictures and labels. This takes a few minutes. Database backups, which only the operator of this bot can restore, are kept for 35 days. Your messages stay in this chat until you delete them.`;
};

export const GIF_TOO_LARGE = 'The preview is too large for Messenger, but here’s what I see:';

export const NOT_FETCHED: CodedError = {
  stage: 'upload',
  code: 'NOT_FETCHED',
  message: 'I couldn’t download your video from Facebook.',
  hint: 'Please send it again.',
};

/** Says what went wrong and what to do about it. */
export const failureText = ({ message, hint }: VideoError) =>
  `😕 Sorry, that didn’t work. ${message} ${hint}`;

/** The labels by confidence, in as many texts as Messenger needs. */
export const labelTexts = (labels: Label[]): string[] => {
  if (labels.length === 0) return ['I didn’t recognise anything in it.'];
  const names = labels
    .toSorted((a, b) => b.Confidence - a.Confidence)
    .map(({ Name, Confidence }) => `${Name} (${Math.round(Confidence)}%)`);
  return joinUpTo(MAX_TEXT_LENGTH, `I see: ${names[0] ?? ''}`, names.slice(1));
};

const joinUpTo = (maxLength: number, first: string, rest: string[]) => {
  const texts = [first];
  for (const name of rest) {
    const longer = `${texts.at(-1) ?? ''}, ${name}`;
    if (longer.length <= maxLength) texts.splice(-1, 1, longer);
    else texts.push(name);
  }
  return texts;
};

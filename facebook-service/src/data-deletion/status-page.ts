import type { DeletionStatus } from '../stores/deletion-request-store.ts';

/** The page that says how far a request has come, in words for the person. */
export const statusPage = (status: DeletionStatus): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>Deletion of your videos</title>
<main>
<h1>Deletion of your videos</h1>
<p>${textOf(status)}</p>
</main>
</html>
`;

const textOf = ({ state, videos }: DeletionStatus): string => {
  if (state === 'pending') return 'Your request has arrived and is being worked on.';
  if (state === 'unmatched')
    return 'Facebook does not tell us which conversation with our page is yours, so we could not find your videos. Write “delete my videos” to the page in Messenger, and they are deleted.';
  if (videos === 0) return 'We have no videos of yours.';
  const what = videos === 1 ? 'Your video was' : `Your ${videos} videos were`;
  return `${what} deleted, with previews, pictures and labels. Database copies that only the account of this bot can restore last 35 days, and logs with hashes in place of ids 30 days.`;
};

import type { DeletionStatus } from '../stores/deletion-request-store.ts';

/** The page that shows the status of a deletion request. */
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
  if (state === 'pending') return 'We have received your request and are working on it.';
  if (state === 'unmatched')
    return 'Facebook does not tell us which conversation with our page is yours, so we could not find your videos. To delete them, write “delete my videos” to the page in Messenger.';
  if (videos === 0) return 'We have no videos from you.';
  const what = videos === 1 ? 'Your video was' : `Your ${videos} videos were`;
  return `${what} deleted, with previews, pictures and labels. Database backups, which only the operator of this bot can restore, are kept for 35 days, and logs with hashes instead of ids for 30 days.`;
};

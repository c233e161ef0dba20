/** The bot's page. */
export const PAGE_ID = '100200300400500';

type Sent = {
  recipient: { id: string };
  message?: { text?: string; attachment?: { payload: { url: string } } };
};

export type Graph = ReturnType<typeof createGraph>;

/** Someone's id for the app; Facebook may tell which person of the page that is, or not. */
export const appScopedId = (person: string, isMatched: boolean) => `${isMatched ? 9 : 8}${person}`;

/** Facebook's Graph API: who the page is, which of its people somebody is, and what it sends to them. */
export const createGraph = ({ told }: { told: (person: string, what: string) => void }) => ({
  answer: (method: string, { pathname }: URL, body: string): Response => {
    const [, matched] = /\/9(\d+)\/ids_for_pages$/u.exec(pathname) ?? [];
    if (matched !== undefined) return Response.json({ data: [{ id: matched }] });
    if (pathname.endsWith('/ids_for_pages')) return Response.json({ data: [] });
    if (method === 'GET') return Response.json({ id: PAGE_ID });
    const { recipient, message } = JSON.parse(body) as Sent;
    if (message) told(recipient.id, message.text ?? nameOf(message.attachment?.payload.url ?? ''));
    return Response.json({ recipient_id: recipient.id, message_id: 'm' });
  },
});

// Links to the same picture have different signatures.
const nameOf = (url: string) => new URL(url).pathname;

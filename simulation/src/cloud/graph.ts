/** The bot's page. */
export const PAGE_ID = '100200300400500';

type Sent = {
  recipient: { id: string };
  message?: { text?: string; attachment?: { payload: { url: string } } };
};

export type Graph = ReturnType<typeof createGraph>;

/** Facebook's Graph API: the page's identity, and its messages to people. */
export const createGraph = ({ told }: { told: (person: string, what: string) => void }) => ({
  answer: (method: string, body: string): Response => {
    if (method === 'GET') return Response.json({ id: PAGE_ID });
    const { recipient, message } = JSON.parse(body) as Sent;
    if (message) told(recipient.id, message.text ?? nameOf(message.attachment?.payload.url ?? ''));
    return Response.json({ recipient_id: recipient.id, message_id: 'm' });
  },
});

// Links to the same picture have different signatures.
const nameOf = (url: string) => new URL(url).pathname;

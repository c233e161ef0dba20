/** A page never regresses: what was ready stays ready, and `done` is not sent before there is a result. */
export const watchPages = (violate: (what: string) => void) => {
  const over = new Set<string>();

  return {
    /** A page's WebSocket messages. */
    heard:
      (isPublished: (id: string) => boolean) =>
      (session: string, message: string): void => {
        const { step } = JSON.parse(message) as { step?: string };
        if (step === 'done' && !isPublished(session))
          violate(`the page of ${session} was told "done" before there was a result`);
      },

    /** A page's API responses; whether there is nothing more to wait for. */
    looked: (session: string, statusCode: number, body: string): 'over' | 'waiting' => {
      if (statusCode === 404 || statusCode === 410) return 'over';
      if (statusCode !== 200) violate(`the page of ${session} was answered ${statusCode}: ${body}`);
      const { status } = JSON.parse(body) as { status: number };
      if (status === 0 && over.has(session))
        violate(`the page of ${session} fell back to "processing"`);
      if (status === 0) return 'waiting';
      over.add(session);
      return 'over';
    },
  };
};

/** Whether an event's page is ours; an event without a page is. */
export type IsOurs = (page: string | undefined) => Promise<boolean>;

/**
 * Knows our page from the setting or by asking once, so that nobody is answered with another page's token. Until that
 * is known, every page may be ours: Facebook refuses messages from the wrong page.
 */
export const createOwnPage = (setting: string, ask: () => Promise<string | undefined>): IsOurs => {
  let ours = setting === '' ? undefined : setting;
  return async (page) => {
    if (page === undefined) return true;
    ours ??= await ask();
    return ours === undefined || ours === page;
  };
};

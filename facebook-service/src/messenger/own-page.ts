/** Whether an event's page is ours; what names no page is. */
export type IsOurs = (page: string | undefined) => Promise<boolean>;

/**
 * Knows our page by the setting or else by asking once, so that nobody is answered with another page's token. As
 * long as nobody can say which page we are, every page may be ours: Facebook refuses what is not.
 */
export const createOwnPage = (setting: string, ask: () => Promise<string | undefined>): IsOurs => {
  let ours = setting === '' ? undefined : setting;
  return async (page) => {
    if (page === undefined) return true;
    ours ??= await ask();
    return ours === undefined || ours === page;
  };
};

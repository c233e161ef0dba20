import * as v from 'valibot';
import { metadataKey } from '../keys.ts';
import { LabelRow } from '../label-row.ts';
import { Session } from '../session.ts';
import { type BankReader, isRefusal, type Row } from './bank-reader.ts';
import type { Facts, GivenUp } from './facts.ts';

/** A requested video: `key` is missing if it is not known yet. */
export type Asked = { id: string; key?: string | undefined };

/** A message in a dead-letter queue, and the step that it is about. */
export type Letter = GivenUp & { body: string };

export type GatherPorts = {
  bank: BankReader;
  /** All dead letters; missing if they may only be counted. */
  deadLetters?: () => Promise<Letter[]>;
  deadlineSeconds: number;
  now: () => number;
};

const Published = v.object({
  status: v.picklist([1, -1]),
  revision: v.optional(v.number(), 1),
  video: v.string(),
});
const PageRow = v.object({
  key: v.optional(v.string()),
  status: v.optional(v.number()),
  revision: v.optional(v.number()),
  deleted: v.optional(v.boolean()),
});
const LibraryRow = v.object({
  entry: v.optional(v.object({ state: v.string(), revision: v.number(), key: v.string() })),
  deleted: v.optional(v.boolean()),
});
const PersonRow = v.object({
  said: v.record(v.string(), v.object({ settled: v.optional(v.boolean(), false) })),
  sender: v.optional(v.string()),
});

/** Reads everything known about a video; what cannot be read is listed and omitted. */
export const gatherFacts = async (
  { id, key: given }: Asked,
  { bank, deadLetters, deadlineSeconds, now }: GatherPorts,
): Promise<Facts> => {
  const unread: string[] = [];
  const allowed = async <Answer>(what: string, reading: Promise<Answer>) => {
    try {
      return await reading;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      unread.push(what);
      return undefined;
    }
  };

  const row = await allowed('The session table', bank.row('sessions', { id }));
  const session = row && row['deleted'] !== true ? v.parse(Session, row) : undefined;
  const captures = (await allowed('The label table', bank.captures(id))) ?? [];
  const page = pageOf(await allowed('The page', bank.row('pageSessions', { id })));
  const place = { partition: `video|${id}`, position: 'video' };
  const library = libraryOf(await allowed('The library', bank.row('library', place)));
  const person = await allowed('The bot', bank.row('people', { id }));
  const published = await allowed('The render bucket', readPublished(id, bank));
  const key = given ?? session?.source.key ?? page.key ?? library.key ?? published?.key;
  const object =
    key === undefined
      ? undefined
      : await allowed('The source bucket', readObject(key, session?.source.etag, bank));
  const letters = deadLetters && (await allowed('The dead letters', deadLetters()));

  return {
    id,
    key,
    now: now(),
    deadlineSeconds,
    session,
    isListed: row?.['open'] === 'open',
    tombstone: row?.['deleted'] === true ? tombstoneOf(row) : undefined,
    captures: v.parse(v.array(LabelRow), captures),
    object,
    published,
    waiting: await allowed('The queues', bank.waiting()),
    givenUp: (letters ?? [])
      .filter(({ body }) => body.includes(id) || (key !== undefined && namesKey(body, key)))
      .map(({ id: letter, step, reason, at }) => ({ id: letter, step, reason, at })),
    page: page.is,
    library: library.is,
    said: saidOf(person),
    unread,
  };
};

const pageOf = (row: Row | undefined): { is: Facts['page']; key?: string | undefined } => {
  if (!row) return { is: undefined };
  const { key, status = 0, revision, deleted } = v.parse(PageRow, row);
  return { is: deleted === true ? 'deleted' : { status, revision }, key };
};

const libraryOf = (row: Row | undefined): { is: Facts['library']; key?: string | undefined } => {
  if (!row) return { is: undefined };
  const { entry, deleted } = v.parse(LibraryRow, row);
  return { is: deleted === true ? 'deleted' : entry, key: entry?.key };
};

const saidOf = (row: Row | undefined): Facts['said'] => {
  const { success, output } = v.safeParse(PersonRow, row);
  if (!success || output.sender === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(output.said).map(([part, { settled }]) => [part, settled]),
  );
};

const tombstoneOf = (row: Row) => ({
  deletedAt: v.parse(v.optional(v.string()), row['createdAt']),
});

const readPublished = async (id: string, bank: BankReader) => {
  const results = await bank.results(metadataKey(id));
  if (!results) return undefined;
  const parsed = v.parse(v.pipe(v.string(), v.parseJson(), Published), results.text);
  return {
    status: parsed.status,
    revision: parsed.revision,
    key: parsed.video,
    at: results.at,
  };
};

const readObject = async (key: string, etag: string | undefined, bank: BankReader) => {
  const object = await bank.video(key);
  if (!object) return 'gone' as const;
  return { at: object.at, isAnother: etag !== undefined && object.etag !== etag };
};

// S3 form-encodes keys in its notifications, usually without the slash. A letter can contain one message inside another,
// whose quotation marks are escaped.
const namesKey = (body: string, key: string) => {
  const encoded = encodeURIComponent(key).replaceAll('%20', '+');
  return [key, encoded, encoded.replaceAll('%2F', '/')].some(
    (each) => body.includes(`"${each}"`) || body.includes(`"${each}\\`),
  );
};

import { metadataKey } from '@video-service/shared/keys';
import * as v from 'valibot';
import { LabelRow } from '../../../video-service/src/stores/label-row.ts';
import { Session } from '../../../video-service/src/stores/session.ts';
import { type BankReader, isRefusal, type Row } from './bank-reader.ts';
import type { Facts, GivenUp } from './facts.ts';

/** A requested video: `key` is missing if it is not known yet. */
export type Asked = { id: string; key?: string | undefined };

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
  { bank, now }: { bank: BankReader; now: () => number },
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
  const library = libraryOf(
    await allowed(
      'The library',
      bank.row('library', { partition: `video|${id}`, position: 'video' }),
    ),
  );
  const person = await allowed('The bot', bank.row('people', { id }));
  const published = await allowed('The render bucket', readPublished(id, bank));
  const key = given ?? session?.source.key ?? page.key ?? library.key ?? published?.key;
  const object =
    key === undefined
      ? undefined
      : await allowed('The source bucket', readObject(key, session?.source.etag, bank));
  const letters = (await allowed('The dead letters', bank.deadLetters())) ?? [];

  return {
    id,
    key,
    now: now(),
    session,
    isListed: row?.['open'] === 'open',
    tombstone: row?.['deleted'] === true ? tombstoneOf(row) : undefined,
    captures: v.parse(v.array(LabelRow), captures),
    object,
    published,
    waiting: await allowed('The queues', bank.waiting()),
    givenUp: letters
      .filter(({ body }) => body.includes(id) || (key !== undefined && namesKey(body, key)))
      .map(givenUpOf),
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
  const text = await bank.text('renders', metadataKey(id));
  if (text === undefined) return undefined;
  const head = await bank.object('renders', metadataKey(id));
  const { status, revision, video } = v.parse(v.pipe(v.string(), v.parseJson(), Published), text);
  return { status, revision, key: video, at: head?.at ?? '' };
};

const readObject = async (key: string, etag: string | undefined, bank: BankReader) => {
  const object = await bank.object('source', key);
  if (!object) return 'gone' as const;
  return { at: object.at, isAnother: etag !== undefined && object.etag !== etag };
};

// S3 form-encodes keys in its notifications, and a letter can contain one inside another.
const namesKey = (body: string, key: string) =>
  body.includes(encodeURIComponent(key).replaceAll('%20', '+'));

const givenUpOf = ({
  id,
  failed,
  queue,
  sentAt,
}: Parameters<typeof letterStep>[0] & { id: string; sentAt: string }): GivenUp => ({
  id,
  step: letterStep({ failed, queue }),
  reason: failed?.reason ?? 'too many tries',
  at: failed?.failedAt ?? sentAt,
});

const letterStep = ({
  failed,
  queue,
}: {
  failed: { functionArn: string; reason: string; failedAt: string } | undefined;
  queue: string | undefined;
}) => failed?.functionArn.split(':')[6] ?? queue ?? 'a message';

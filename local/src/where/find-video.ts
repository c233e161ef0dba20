import path from 'node:path/posix';
import { ownSessionOf } from '@video-service/shared/keys';
import type { Asked } from '@video-service/shared/where/gather-facts';
import * as v from 'valibot';
import type { OperatorReader } from './operator-reader.ts';

const MOST = 20;

const Id = v.pipe(v.string(), v.uuid());
const KeyRow = v.object({ sessions: v.optional(v.set(v.string()), () => new Set<string>()) });
const SessionRow = v.object({ id: v.string(), source: v.object({ key: v.string() }) });

type SearchPorts = Pick<OperatorReader, 'bank' | 'sessions'>;

/** The videos that match an id, a key of the source bucket or a part of a file name; at most twenty. */
export const findVideos = async (asked: string, reader: SearchPorts): Promise<Asked[]> => {
  if (v.safeParse(Id, asked).success) return [{ id: asked.toLowerCase() }];
  if (asked.includes('/')) return byKey(asked, reader);
  return byName(asked, reader);
};

const byKey = async (key: string, { bank }: SearchPorts): Promise<Asked[]> => {
  const own = ownSessionOf(key);
  if (own !== undefined) return [{ id: own, key }];
  const row = await bank.row('sessions', { id: `key|${key}` });
  return row ? [...v.parse(KeyRow, row).sessions].map((id) => ({ id, key })) : [];
};

const byName = async (name: string, { sessions }: SearchPorts): Promise<Asked[]> => {
  const wanted = name.toLowerCase();
  const found: Asked[] = [];
  for await (const row of sessions()) {
    const session = v.safeParse(SessionRow, row);
    if (!session.success) continue;
    const { id, source } = session.output;
    if (!path.basename(source.key).toLowerCase().includes(wanted)) continue;
    found.push({ id, key: source.key });
    if (found.length === MOST) break;
  }
  return found;
};

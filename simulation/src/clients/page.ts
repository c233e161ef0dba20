import { BUCKETS } from '../names.ts';
import { type FilmName, fileOf } from '../models/film.ts';
import type { Proof } from '../proof/proof.ts';
import { asClient, type ClientPorts, persist, request } from './client.ts';
import { askAbout } from './seeker.ts';

const POLL_MS = [20_000, 240_000] as const;
// About seven hours; after that nobody is watching.
const MAX_LOOKS = 40;

type PagePorts = ClientPorts & { proof: Proof };
type Opened = { session: string; key: string; uploadId?: string };

/** A visitor who uploads a film through the page and follows it until it is ready. */
export const uploadByPage = async (ports: PagePorts, film: FilmName, copy: number) => {
  const file = fileOf(film, copy);
  const opened = ports.world.random.chance(0.5)
    ? await putWhole(ports, file, copy)
    : await putInParts(ports, file, copy);
  // The daily upload limit is reached.
  if (!opened) return;
  if (ports.world.random.chance(0.8)) await listen(ports, opened.session);
  await look(ports, opened.session);
};

const putWhole = async (
  ports: PagePorts,
  file: Buffer,
  copy: number,
): Promise<Opened | undefined> => {
  const { world, cloud } = ports;
  const query = { file: `film ${copy}.mp4`, size: String(file.length) };
  const { statusCode, body } = await persist(world, () =>
    request(ports, cloud.web.signedUrl, { route: 'GET /signed-url', query }),
  );
  if (statusCode !== 200) return undefined;
  const opened = JSON.parse(body) as Opened;
  if (world.random.chance(0.2))
    void asClient('seeker', world, () => askAbout({ id: opened.session }, ports));
  await world.sleep(world.random.whole(100, 20_000));
  // The first response may be lost.
  for (let tries = world.random.whole(1, 2); tries > 0; tries--)
    cloud.bucket(BUCKETS.source).put(opened.key, { body: file }, { ifNoneMatch: '*' });
  return opened;
};

const putInParts = async (
  ports: PagePorts,
  file: Buffer,
  copy: number,
): Promise<Opened | undefined> => {
  const { world, cloud } = ports;
  const target = cloud.web.multipart;
  const opening = await persist(world, () =>
    request(ports, target, {
      route: 'POST /s3/multipart',
      body: JSON.stringify({
        filename: `film ${copy}.mp4`,
        type: 'video/mp4',
        metadata: { size: file.length },
      }),
    }),
  );
  if (opening.statusCode !== 200) return undefined;
  const opened = JSON.parse(opening.body) as Opened;
  const { uploadId = '', key } = opened;
  cloud.bucket(BUCKETS.source).putPart(uploadId, 1, file);
  await persist(world, () =>
    request(ports, target, {
      route: 'POST /s3/multipart/{uploadId}/complete',
      path: { uploadId },
      query: { key },
    }),
  );
  return opened;
};

// Messages only say that there is something new to fetch.
const listen = async (ports: PagePorts, session: string) => {
  const { world, cloud, proof } = ports;
  const connectionId = world.random.uuid();
  const invoke = (target: (typeof cloud.web)['connect'], body?: string) =>
    cloud.functions.invoke(target, {
      requestContext: { connectionId },
      headers: { Host: '127.0.0.1:3000' },
      body,
    });
  const connected = await invoke(cloud.web.connect);
  if (!('result' in connected)) return;
  cloud.sockets.connect(connectionId, (message) => proof.heard(session, message));
  await invoke(cloud.web.subscribe, JSON.stringify({ action: 'subscribe', session }));
  world.later(world.random.whole(60_000, 3_600_000), () => {
    cloud.sockets.disconnect(connectionId);
    if (world.random.chance(0.5)) void invoke(cloud.web.disconnect);
  });
};

const look = async (ports: PagePorts, session: string) => {
  const { world, cloud, proof } = ports;
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    await world.sleep(world.random.whole(...POLL_MS) * (1 + looks / 5));
    const { statusCode, body } = await persist(world, () =>
      request(ports, cloud.web.getMetadata, {
        route: 'GET /metadata/{session}',
        path: { session },
      }),
    );
    if (proof.looked(session, statusCode, body) === 'over') return;
  }
};

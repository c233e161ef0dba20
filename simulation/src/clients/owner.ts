import { CAPTURE_FORMAT } from '@video-service/shared/capture-format';
import { OLD_CAMERA } from '../handlers.ts';
import { BUCKETS } from '../names.ts';
import type { Proof } from '../proof/proof.ts';
import type { Upload } from '../proof/upload.ts';
import { type ClientPorts, persist, request } from './client.ts';

type OwnerPorts = ClientPorts & { proof: Proof };

/** The owner, who deletes a video on the page, or its file in the bucket. */
export const deleteOne = async (ports: OwnerPorts): Promise<void> => {
  const { world, proof } = ports;
  const chosen = proof.anyUpload(world.random);
  if (!chosen) return;
  if (world.random.chance(0.25) && proof.isOnlyOneAt(chosen.key)) await removeObject(ports, chosen);
  else await deleteOnPage(ports, chosen);
};

/** Whether the deletion was accepted. */
export const deleteOnPage = async (ports: OwnerPorts, { id }: Upload): Promise<boolean> => {
  const { world, cloud, proof } = ports;
  const { statusCode } = await persist(world, () =>
    request(ports, cloud.web.deleteVideo, { route: 'DELETE /videos/{id}', path: { id } }),
  );
  if (statusCode === 202) proof.deleted(id);
  return statusCode === 202;
};

export const removeObject = async (
  { world, cloud, proof }: OwnerPorts,
  { key }: Upload,
): Promise<void> => {
  world.reach('object removed by other means');
  world.trace.add(`removes ${key} from the bucket`);
  proof.removed(key);
  cloud.bucket(BUCKETS.source).delete(key);
  await world.sleep(0);
};

/** The owner, who keeps a video from all rules, and sometimes lets it go later. */
export const keepOne = async (ports: OwnerPorts): Promise<void> => {
  const { world, cloud, proof } = ports;
  const old = proof.anyUpload(world.random, `videos/${OLD_CAMERA}/`);
  const chosen = old ?? proof.anyUpload(world.random);
  if (!chosen) return;
  const { id } = chosen;
  const ask = async (method: 'PUT' | 'DELETE') => {
    const { statusCode } = await persist(world, () =>
      request(ports, cloud.web.keepVideo, { route: `${method} /videos/{id}/keep`, path: { id } }),
    );
    if (statusCode === 200) proof.orders.keep(id, method === 'PUT');
  };
  await ask('PUT');
  if (!world.random.chance(0.3)) return;
  await world.sleep(world.random.whole(1000, 7_200_000));
  await ask('DELETE');
};

/** The owner, who looks through the library; whatever is listed must be there. */
export const browse = async (ports: OwnerPorts): Promise<void> => {
  const { world, cloud } = ports;
  const query: Record<string, string> = world.random.chance(0.5) ? { label: 'Cat' } : {};
  await persist(world, () => request(ports, cloud.web.listVideos, { route: 'GET /videos', query }));
  for (const route of ['GET /videos/labels', 'GET /videos/cameras'])
    await persist(world, () => request(ports, cloud.web.listVideos, { route }));
};

/** Someone who puts a picture among a video's captures; nobody may pay for it. */
export const dropStray = async ({ world, cloud, proof }: OwnerPorts): Promise<void> => {
  const chosen = proof.anyUpload(world.random);
  if (!chosen) return;
  const key = `captures/${chosen.id}/stray-77.${CAPTURE_FORMAT.extension}`;
  world.trace.add(`puts ${key}`);
  cloud.bucket(BUCKETS.source).put(key, { body: Buffer.alloc(100) });
  await world.sleep(0);
};

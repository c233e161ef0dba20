import { createHmac } from 'node:crypto';
import { requestOf } from '../../../facebook-service/src/data-deletion/data-deletion.ts';
import { appScopedId } from '../cloud/graph.ts';
import { APP_SECRET } from '../handlers.ts';
import { persist, request } from './client.ts';
import { personOf } from './person.ts';
import type { PersonPorts } from './webhook.ts';

/** Facebook, which asks for the deletion of somebody's data, and looks at how far that has come. */
export const demandDeletion = async (ports: PersonPorts, copy: number): Promise<void> => {
  const { world, cloud, proof } = ports;
  const [person, at] = [personOf(copy), world.now()];
  const isMatched = world.random.chance(0.8);
  const body = `signed_request=${signed({ user_id: appScopedId(person, isMatched) })}`;
  // It is deleted before its code is known.
  if (isMatched) proof.orders.wish({ person, at });
  const { body: answer } = await persist(world, () =>
    request(ports, cloud.web.bot, { route: 'POST /facebook/data-deletion', body }),
  );
  const { confirmation_code: code } = JSON.parse(answer) as { confirmation_code: string };
  proof.orders.wish({ person, at, id: requestOf(code) ?? code });
  const { statusCode } = await persist(world, () =>
    request(ports, cloud.web.bot, {
      route: 'GET /facebook/data-deletion/{code}',
      path: { code },
    }),
  );
  if (statusCode !== 200) proof.violate(`Facebook was answered ${statusCode} for its own code`);
};

const signed = (given: object) => {
  const payload = Buffer.from(JSON.stringify({ algorithm: 'HMAC-SHA256', ...given }));
  const text = payload.toString('base64url');
  return `${createHmac('sha256', APP_SECRET).update(text).digest('base64url')}.${text}`;
};

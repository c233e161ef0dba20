import path from 'node:path';
import { exposedBy } from '../aws-port/access-key.ts';
import { connectionsService } from '../aws-port/api-services.ts';
import { createApiHandler } from '../aws-port/api-service.ts';
import type { CredentialsStore } from '../auth/credentials.ts';
import { startHttpApi } from '../services/http-api/http-api.ts';
import { createLogAccess, fileNameOf } from '../services/http-api/access-log.ts';
import { createReached } from '../services/http-api/reached.ts';
import { createTranslate, S3_MOUNT } from '../services/http-api/translate.ts';
import type { RequestHandler } from '../aws-port/api-service.ts';
import { createS3Door } from './s3-door.ts';
import { openLogs } from '../services/lambda/function-log.ts';
import { refuseChat } from '../messenger/chat-handler.ts';
import { startMessenger, type MessengerOptions } from '../messenger/messenger.ts';
import { stop } from './services.ts';
import { startWebSocketApi } from '../services/websocket-api/websocket-api.ts';
import type { Invoke } from '../services/http-api/http-api-config.ts';

// The bot's stack has these for its stage `local`.
const MESSENGER_SECRETS = { pageToken: 'local-page-access-token', appSecret: 'local-app-secret' };

export type GatewaysOptions = Pick<MessengerOptions, 'db'> & {
  stateDir: string;
  host: string;
  port: number;
  credentials: CredentialsStore;
  invoke: Invoke;
  awsUrl: () => string;
  s3: RequestHandler;
  /** The origin of the page port for other machines. */
  address?: string;
};

/** The page port: HTTP APIs, WebSocket APIs, and a simulated Messenger; stopped with `running`. */
export const openGateways = async (options: GatewaysOptions, running: AsyncDisposableStack) => {
  const { db, stateDir, host, port, credentials, invoke, awsUrl, address } = options;
  const urls = () => ({ page: http.url, aws: awsUrl() });
  const logs = openLogs(stateDir);
  const logAccess = createLogAccess((group, line) => logs(fileNameOf(group)).write(line));
  const reached = createReached(address);
  const translate = createTranslate({ urls, reached });
  const http = running.adopt(
    await startHttpApi({ host, port, invoke, translate, reached, logAccess }),
    stop,
  );

  const webSocket = startWebSocketApi({
    pagePort: http,
    ...{ invoke, translate, logAccess },
    authenticate: (...args) => authenticate(...args),
  });
  const authenticate = createApiHandler(connectionsService(webSocket), credentials);
  running.adopt(webSocket, stop);

  const dir = path.join(stateDir, 'messenger');
  const messenger = startMessenger({
    db,
    dir,
    pageUrl: () => http.url,
    secrets: MESSENGER_SECRETS,
  });
  http.mount(S3_MOUNT, createS3Door(options.s3, awsUrl));
  http.mount('graph', messenger.handleGraph);
  const isExposed = exposedBy({ host, address }) !== undefined;
  http.mount('messenger', isExposed ? refuseChat : messenger.handleChat);
  return { http, webSocket };
};

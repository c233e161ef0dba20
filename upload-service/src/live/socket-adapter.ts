import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';

export type Socket = ReturnType<typeof createSocket>;

/** The open WebSockets of the API at this address (`wss://…/stage`), by connection. */
export const createSocket = (address: string) => {
  const api = new ApiGatewayManagementApiClient({ endpoint: address.replace(/^ws/u, 'http') });
  return {
    /** False when the connection is gone. */
    send: (ConnectionId: string, message: object) =>
      unlessGone(
        api.send(new PostToConnectionCommand({ ConnectionId, Data: JSON.stringify(message) })),
      ),

    close: (ConnectionId: string) =>
      unlessGone(api.send(new DeleteConnectionCommand({ ConnectionId }))),
  };
};

const unlessGone = async (sent: Promise<unknown>): Promise<boolean> => {
  try {
    await sent;
    return true;
  } catch (error) {
    if (error instanceof GoneException) return false;
    throw error;
  }
};

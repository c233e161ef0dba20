import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  LimitExceededException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';

export type Socket = ReturnType<typeof createSocket>;

/** The open WebSockets of the API at this address (`wss://…/stage`), by connection. */
export const createSocket = (address: string) => {
  const api = new ApiGatewayManagementApiClient({ endpoint: address.replace(/^ws/u, 'http') });
  return {
    /**
     * False if the connection is closed. Messages that are too large, or too many for the connection, are dropped: the
     * client fetches what it has missed.
     */
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
    if (error instanceof PayloadTooLargeException || error instanceof LimitExceededException)
      return true;
    throw error;
  }
};

import {createHash, randomBytes, timingSafeEqual} from 'node:crypto';
import {once} from 'node:events';
import {createServer, type IncomingMessage} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {EmulatorControl} from './control.ts';
import {controlCommands} from './control-commands.ts';
import {ApiFailure, InvalidAuthentication, InvalidState, ResourceNotFound} from './errors.ts';
import {requireJson, requireOwnPost} from './guard.ts';
import type {Hash} from './input.ts';
import {readBody} from './request-body.ts';
import {sendFailure, sendJson} from './send-reply.ts';
import {Strangers} from './strangers.ts';

/** The listening control interface. */
export interface ControlServer {
  readonly port: number;
  /** Good for this interface only, and nowhere else. */
  readonly token: string;
  close(): Promise<void>;
}

const toHash = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Starts the control interface of an emulator on a port of its own on 127.0.0.1: `POST /COMMAND` with a JSON
 * object and the interface's own token. The API's port knows none of it, and its tokens are strangers here.
 *
 * The same walls as the API's (E-1, E-2). Rejects when the port is taken. The caller closes the result.
 */
export const createControlServer = async (
  control: EmulatorControl,
  wantedPort = 0,
): Promise<ControlServer> => {
  const token = randomBytes(24).toString('base64url');
  const wanted = toHash(`Bearer ${token}`);
  let port = 0;

  const answer = async (request: IncomingMessage): Promise<Hash> => {
    requireOwnPost(request, port);
    // Only hashes are compared, so the time it takes says nothing about the token.
    if (!timingSafeEqual(toHash(request.headers.authorization ?? ''), wanted))
      throw new InvalidAuthentication('The token of the control interface is missing or wrong');
    strangers.admit(request.socket);
    requireJson(request);
    const input = await readBody(request);
    const command = controlCommands.get(request.url?.slice(1) ?? '');
    if (command === undefined) {
      const names = [...controlCommands.keys()].join(', ');
      throw new ResourceNotFound(`There is no command ${request.url ?? ''}; the commands are: ${names}`);
    }
    try {
      return await command(control, input);
    } catch (error) {
      // What the control itself refuses is about the state of things, such as a job without a worker.
      throw error instanceof ApiFailure
        ? error
        : new InvalidState(error instanceof Error ? error.message : String(error));
    }
  };
  const server = createServer({maxHeaderSize: 16_384, requestTimeout: 30_000}, (request, response) => {
    const {socket} = request;
    answer(request).then(
      (reply) => sendJson(response, 200, JSON.stringify(reply)),
      (error: unknown) => {
        const failure = error instanceof ApiFailure ? error : new InvalidState(String(error));
        if (failure.status === 401 || failure.status === 403 || failure.status === 413) {
          response.setHeader('Connection', 'close');
          response.once('finish', () => socket.destroySoon());
        }
        sendFailure(response, failure);
      },
    );
  });
  server.maxConnections = 50;
  const strangers = new Strangers(server);
  server.on('upgrade', (_request, socket) => socket.destroy());
  server.on('clientError', (_error, socket) => socket.destroy());
  server.listen(wantedPort, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  return {
    port,
    token,
    close: async () => {
      if (!server.listening) return;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
};

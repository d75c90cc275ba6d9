import type {ServerResponse} from 'node:http';
import type {ApiFailure} from './errors.ts';

/** Sends a JSON text whole. Footing: documented, the official client checks the declared length. */
export const sendJson = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, {'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text)});
  response.end(text);
};

/** Sends a refusal as the platform words it. */
export const sendFailure = (response: ServerResponse, failure: ApiFailure): void => {
  const {type, message, details} = failure;
  const error = {type, message, ...(details !== undefined && {details})};
  sendJson(response, failure.status, JSON.stringify({error}));
};

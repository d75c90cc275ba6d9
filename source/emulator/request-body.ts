import type {IncomingMessage} from 'node:http';
import {ApiFailure, InvalidInput, MalformedJson} from './errors.ts';
import {isHash, type Hash} from './input.ts';

/** Far more than any call needs. Footing: assumed, the platform's own limit is not documented. */
const maximumBytes = 4 * 1024 * 1024;

const readText = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    byteCount += chunk.length;
    if (byteCount > maximumBytes) throw new ApiFailure(413, 'InvalidInput', 'The request is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

/** Reads a request's body, which must be a JSON object. Footing: documented types, assumed wording. */
export const readBody = async (request: IncomingMessage): Promise<Hash> => {
  const text = await readText(request);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new MalformedJson('The request body could not be parsed as JSON');
  }
  if (!isHash(body)) throw new InvalidInput('Expected input to be a hash');
  return body;
};

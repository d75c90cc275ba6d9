import type {ServerResponse} from 'node:http';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGzip} from 'node:zlib';
import type {Fault} from './faults.ts';
import {sendJson} from './send-reply.ts';
import {toWrongTypes} from './wrong-types.ts';

const hugeBytes = 100 * 1024 * 1024;

/** 100 MB of valid JSON, made as it is read. */
function* makeHugeJson(): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  yield Buffer.from('{"results": [], "next": "');
  for (let byteCount = 0; byteCount < hugeBytes; byteCount += chunk.length) yield chunk;
  yield Buffer.from('"}');
}

/** Compressed when the caller takes that: then few bytes on the wire become 100 MB. */
const sendHuge = async (response: ServerResponse): Promise<void> => {
  const source = Readable.from(makeHugeJson());
  const isCompressed = /\bgzip\b/.test(response.req.headers['accept-encoding']?.toString() ?? '');
  response.writeHead(200, {
    'Content-Type': 'application/json',
    ...(isCompressed && {'Content-Encoding': 'gzip'}),
  });
  try {
    await (isCompressed ? pipeline(source, createGzip(), response) : pipeline(source, response));
  } catch {
    // The caller had enough and hung up, as it should.
  }
};

/** One byte every 100 ms, until the end or until the caller hangs up. */
const sendDrip = (response: ServerResponse, text: string): void => {
  response.writeHead(200, {'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text)});
  const bytes = Buffer.from(text);
  let sentBytes = 0;
  const timer = setInterval(() => {
    response.write(bytes.subarray(sentBytes, ++sentBytes));
    if (sentBytes >= bytes.length) {
      clearInterval(timer);
      response.end();
    }
  }, 100);
  response.once('close', () => clearInterval(timer));
};

const sendTruncated = (response: ServerResponse, text: string): void => {
  const bytes = Buffer.from(text);
  response.writeHead(200, {'Content-Type': 'application/json', 'Content-Length': bytes.length});
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
};

const sendStatus = (response: ServerResponse, fault: Fault): void => {
  const {status = 500, type, message = 'Something went wrong; please try again later', retryAfter} = fault;
  if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
  const fallbackType =
    status === 503 ? 'ServiceUnavailable' : status === 429 ? 'RateLimitConditional' : 'InternalError';
  sendJson(response, status, JSON.stringify({error: {type: type ?? fallbackType, message}}));
};

/** Answers a call as the fault says. `reply` is what it would have been answered. */
export const playFault = (response: ServerResponse, fault: Fault, reply: unknown): void => {
  const text = JSON.stringify(reply);
  switch (fault.kind) {
    case 'status':
      sendStatus(response, fault);
      break;
    case 'reset':
      response.socket?.resetAndDestroy();
      break;
    case 'hang':
      break;
    case 'html':
      if (fault.retryAfter !== undefined) response.setHeader('Retry-After', fault.retryAfter);
      response.writeHead(fault.status ?? 502, {'Content-Type': 'text/html'});
      response.end(fault.message ?? '<html><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>\n');
      break;
    case 'badJson':
      sendJson(response, 200, `${text.slice(0, -1)}, "unfinished": [1, 2`);
      break;
    case 'wrongTypes':
      sendJson(response, 200, JSON.stringify(toWrongTypes(reply)));
      break;
    case 'truncate':
      sendTruncated(response, text);
      break;
    case 'drip':
      sendDrip(response, text);
      break;
    case 'huge':
      void sendHuge(response);
      break;
  }
};

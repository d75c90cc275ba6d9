import type {ExecutionContext} from 'ava';
import {createEmulator, type Emulator, type EmulatorOptions} from '../../source/emulator/emulator.ts';

/** The reply of one call, decoded. */
export interface Reply {
  status: number;
  headers: Headers;
  body: any;
}

/** An emulator for one test, with a way to call its API. */
export interface TestEmulator extends Emulator {
  call(path: string, body?: unknown): Promise<Reply>;
  /** The same for a call that must succeed; returns the reply's body. */
  get(path: string, body?: unknown): Promise<any>;
  headers: Record<string, string>;
}

/** Starts an emulator on a free port and closes it when the test is over. */
export const startEmulator = async (
  t: ExecutionContext,
  options: EmulatorOptions = {scenario: 'empty'},
): Promise<TestEmulator> => {
  const emulator = await createEmulator(options);
  t.teardown(() => emulator.close());
  const {auth_token: token} = JSON.parse(emulator.environment.DX_SECURITY_CONTEXT ?? '{}');
  const headers = {authorization: `Bearer ${token}`, 'content-type': 'application/json'};
  const call = async (path: string, body: unknown = {}): Promise<Reply> => {
    const response = await fetch(`http://127.0.0.1:${emulator.port}/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return {status: response.status, headers: response.headers, body: await response.json()};
  };
  const get = async (path: string, body: unknown = {}) => {
    const reply = await call(path, body);
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  };
  return {...emulator, call, get, headers};
};

/** A clock that only moves when it is told to. */
export const createTestClock = (startMs = 1_790_000_000_000) => {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
};

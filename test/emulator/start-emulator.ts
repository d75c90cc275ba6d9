import type {ExecutionContext} from 'ava';
import {createEmulator, type Emulator, type EmulatorOptions} from '../../source/emulator/emulator.ts';
import type {WireAnalysis} from '../../source/wire/analysis.ts';
import type {WireJob} from '../../source/wire/job.ts';
import type {FindExecutionsReply, FindExecutionsRequest} from '../../source/wire/system.ts';
import type {WireUser} from '../../source/wire/user.ts';

/** Every field of every describe, to be read without caring which it is. */
export type AnyDescribe = Omit<WireJob, 'id' | 'class'> &
  Omit<WireAnalysis, keyof WireJob> &
  Omit<WireUser, keyof WireJob> & {id: string; class?: string; clientIp?: string};

/** The reply of one call, decoded. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown> & {error?: {type: string; message: string}};
}

/** An emulator for one test, with ways to call its API. */
export interface TestEmulator extends Emulator {
  /** The headers of a call that is let in. */
  readonly headers: Readonly<Record<string, string>>;
  /** Calls `subject/method` and takes whatever comes. */
  call(path: string, body?: unknown): Promise<Reply>;
  /** Calls something that must succeed. */
  get(path: string, body?: unknown): Promise<AnyDescribe>;
  find(body?: FindExecutionsRequest): Promise<FindExecutionsReply>;
}

/** Starts an emulator on a free port and closes it when the test is over. */
export const startEmulator = async (
  t: ExecutionContext,
  options: EmulatorOptions = {scenario: 'empty'},
): Promise<TestEmulator> => {
  const emulator = await createEmulator(options);
  t.teardown(() => emulator.close());
  return toTestEmulator(emulator);
};

/** An emulator that somebody else closes, with ways to call its API. */
export const toTestEmulator = (emulator: Emulator): TestEmulator => {
  const context = JSON.parse(emulator.environment.DX_SECURITY_CONTEXT ?? '{}') as {auth_token: string};
  const headers = {authorization: `Bearer ${context.auth_token}`, 'content-type': 'application/json'};
  const call = async (path: string, body: unknown = {}): Promise<Reply> => {
    const response = await fetch(`http://127.0.0.1:${emulator.port}/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: JSON.parse(text) as Reply['body'],
    };
  };
  const succeed = async (path: string, body: unknown): Promise<unknown> => {
    const reply = await call(path, body);
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${reply.text}`);
    return reply.body;
  };
  return {
    ...emulator,
    headers,
    call,
    get: (path, body = {}) => succeed(path, body) as Promise<AnyDescribe>,
    find: (body = {}) => succeed('system/findExecutions', body) as Promise<FindExecutionsReply>,
  };
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

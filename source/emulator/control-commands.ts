import type {EmulatorControl, JobEnd, LinkOrder} from './control.ts';
import {InvalidInput} from './errors.ts';
import type {Fault, FaultKind} from './faults.ts';
import {faultKinds} from './faults.ts';
import {
  readOptionalBoolean,
  readOptionalHash,
  readOptionalInteger,
  readOptionalString,
  type Hash,
} from './input.ts';
import {logLevels, type LogLevel} from './logs.ts';

/** One command of the control interface: what it does with its checked input, and what it answers. */
export type ControlCommand = (control: EmulatorControl, input: Hash) => Hash | Promise<Hash>;

const maximum = Number.MAX_SAFE_INTEGER;

const requireString = (input: Hash, key: string): string => {
  const text = readOptionalString(input, key);
  if (text === undefined) throw new InvalidInput(`Expected key "${key}" of input to be present`);
  return text;
};

const requireInteger = (input: Hash, key: string, low = 0): number => {
  const value = readOptionalInteger(input, key, low, maximum);
  if (value === undefined) throw new InvalidInput(`Expected key "${key}" of input to be present`);
  return value;
};

const requireOneOf = <T extends string>(input: Hash, key: string, values: readonly T[]): T => {
  const text = requireString(input, key);
  const value = values.find((known) => known === text);
  if (value === undefined) {
    throw new InvalidInput(
      `Expected key "${key}" of input to be one of ${values.map((one) => `"${one}"`).join(', ')}`,
    );
  }
  return value;
};

const readStrings = (input: Hash, keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    keys.flatMap((key) => {
      const text = readOptionalString(input, key);
      return text === undefined ? [] : [[key, text]];
    }),
  );

/** Checks an order to fail; `count: null` is for ever. */
const readFault = (input: Hash): Fault => {
  const kind: FaultKind = requireOneOf(input, 'kind', faultKinds);
  const count =
    input.count === null ? Number.POSITIVE_INFINITY : readOptionalInteger(input, 'count', 1, maximum);
  const status = readOptionalInteger(input, 'status', 100, 599);
  return {
    kind,
    ...(count !== undefined && {count}),
    ...(status !== undefined && {status}),
    ...readStrings(input, ['route', 'type', 'message', 'retryAfter']),
  };
};

const readLinkOrder = (input: Hash): LinkOrder => {
  const how = requireOneOf(input, 'how', ['reset', 'close', 'stall', 'heal', 'slow']);
  return how === 'slow' ? {how, ms: requireInteger(input, 'ms')} : {how};
};

const readJobEnd = (input: Hash): JobEnd => {
  const output = readOptionalHash(input, 'output');
  return {
    state: requireOneOf(input, 'state', ['done', 'failed', 'terminated']),
    ...readStrings(input, ['failureReason', 'failureMessage']),
    ...(output && {output}),
  };
};

const readLevel = (input: Hash): LogLevel =>
  input.level === undefined ? 'STDOUT' : requireOneOf(input, 'level', logLevels);

/** A command that answers nothing. */
const silent =
  (run: (control: EmulatorControl, input: Hash) => void): ControlCommand =>
  (control, input) => {
    run(control, input);
    return {};
  };

/** Every command of the control interface by name; `docs/emulator.md` lists what each takes. */
export const controlCommands: ReadonlyMap<string, ControlCommand> = new Map<string, ControlCommand>([
  ['setLatency', silent((control, input) => control.setLatencyMs(requireInteger(input, 'ms')))],
  ['failNext', silent((control, input) => control.failNext(readFault(input)))],
  ['clearFaults', silent((control) => control.clearFaults())],
  [
    'limitRate',
    silent((control, input) => {
      const perSecond = readOptionalInteger(input, 'perSecond', 1, maximum);
      const limit = perSecond === undefined ? undefined : {perSecond, ...readStrings(input, ['retryAfter'])};
      control.limitRate(limit);
    }),
  ],
  ['setClientIp', silent((control, input) => control.setClientIp(requireString(input, 'ip')))],
  [
    'setSpending',
    silent((control, input) => {
      const left = readOptionalInteger(input, 'left', 0, maximum) ?? null;
      control.setSpending(left, readOptionalInteger(input, 'spent', 0, maximum));
    }),
  ],
  [
    'links',
    silent((control, input) => control.orderLinks(readLinkOrder(input), readOptionalString(input, 'job'))),
  ],
  [
    'changeHostKey',
    (control, input) => {
      const publish = readOptionalBoolean(input, 'publish') ?? false;
      return {hostKey: control.changeHostKey(requireString(input, 'job'), {publish})};
    },
  ],
  ['endJob', silent((control, input) => control.endJob(requireString(input, 'job'), readJobEnd(input)))],
  [
    'holdJob',
    silent((control, input) =>
      control.holdJob(requireString(input, 'job'), readStrings(input, ['failureReason', 'failureMessage'])),
    ),
  ],
  [
    'restartJob',
    async (control, input) => {
      await control.restartJob(requireString(input, 'job'));
      return {};
    },
  ],
  ['interruptSpot', silent((control, input) => control.interruptSpot(requireString(input, 'job')))],
  ['silenceWorker', silent((control, input) => control.silenceWorker(requireString(input, 'job')))],
  ['wakeWorker', silent((control, input) => control.wakeWorker(requireString(input, 'job')))],
  ['findJob', (control, input) => ({id: control.findJob(requireString(input, 'name'))})],
  [
    'log',
    silent((control, input) =>
      control.log(requireString(input, 'job'), {
        source: readOptionalString(input, 'source') ?? 'APP',
        level: readLevel(input),
        msg: requireString(input, 'msg'),
      }),
    ),
  ],
  ['restartLogs', silent((control) => control.restartLogs())],
  [
    'advanceClock',
    async (control, input) => {
      control.advanceClock(requireInteger(input, 'ms'));
      await control.settle();
      return {};
    },
  ],
]);

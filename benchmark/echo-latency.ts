import type {Client} from './client.ts';
import {JOB_COUNT, openShell, WAYS, type Laboratory, type Way} from './laboratory.ts';
import type {Figure, Report} from './report.ts';
import {quantile, toRatios} from './statistics.ts';

const ROUNDS = 3;
const KEYS = 500;
const BLOCK_KEYS = 25;
const WARM_UP_KEYS = 50;
/** Between two keys, at least and at most: faster than anybody types, slow enough for everything to come to rest. */
const GAP_MS = [3, 9] as const;
const LIMIT_MS = 5000;

/** Presses one key, and waits until it is back; in milliseconds. */
const echo = async (client: Client, key: string): Promise<number> => {
  const {promise, resolve, reject} = Promise.withResolvers<number>();
  const timer = setTimeout(() => {
    reject(new Error('a key did not come back'));
  }, LIMIT_MS);
  client.listen((bytes) => {
    if (bytes.includes(key)) resolve(performance.now());
  });
  const startMs = performance.now();
  client.send(key);
  try {
    return (await promise) - startMs;
  } finally {
    clearTimeout(timer);
    client.listen(undefined);
  }
};

const pressKeys = async (client: Client, count: number): Promise<number[]> => {
  const latencies: number[] = [];
  for (let index = 0; index < count; index++) {
    const [least, most] = GAP_MS;
    await new Promise((resolve) => setTimeout(resolve, least + Math.random() * (most - least)));
    latencies.push(await echo(client, String.fromCharCode(97 + (index % 26))));
  }
  return latencies;
};

/** All ways are open at once and take turns, a few keys each, so that whatever else the machine does hits all alike. */
const measureRound = async (clients: ReadonlyMap<Way, Client>): Promise<Map<Way, number[]>> => {
  const latencies = new Map<Way, number[]>(WAYS.map((way) => [way, []]));
  for (let block = 0; block < KEYS / BLOCK_KEYS; block++) {
    for (let index = 0; index < WAYS.length; index++) {
      const way = WAYS[(index + block) % WAYS.length] ?? 'ssh';
      const client = clients.get(way);
      if (client) latencies.get(way)?.push(...(await pressKeys(client, BLOCK_KEYS)));
    }
  }
  return latencies;
};

const toFigures = (rounds: readonly ReadonlyMap<Way, number[]>[]): Figure[] => {
  const of = (way: Way, share: number) => rounds.map((round) => quantile(round.get(way) ?? [], share));
  const compare = (way: Way): Figure[] => {
    const above = of(way, 0.99).map((value, index) => value - (of('ssh', 0.99)[index] ?? 0));
    return [
      {
        name: `${way}: p50 / ssh`,
        goal: {kind: 'at most', value: 1.4},
        unit: '',
        samples: toRatios(of(way, 0.5), of('ssh', 0.5)),
      },
      {name: `${way}: p99 above ssh`, goal: {kind: 'at most', value: 3}, unit: 'ms', samples: above},
    ];
  };
  return [
    ...compare('dxtop ssh'),
    ...compare('dashboard, Enter'),
    {name: 'ssh: p50', unit: 'ms', samples: of('ssh', 0.5)},
    {name: 'ssh: p99', unit: 'ms', samples: of('ssh', 0.99)},
  ];
};

/** How long a key takes to the worker and back, against plain `ssh`. */
export const measureEcho = async (laboratory: Laboratory): Promise<Report> => {
  const title = `Echo of a key, ${JOB_COUNT} jobs on the platform`;
  const {server} = laboratory;
  if (typeof server === 'string') return {title, figures: [], notes: [`not measured: ${server}`]};
  const clients = new Map<Way, Client>();
  for (const way of WAYS) clients.set(way, await openShell(laboratory, way, 'echo-keys', '[echoing]'));
  for (const client of clients.values()) await pressKeys(client, WARM_UP_KEYS);
  const rounds: Map<Way, number[]>[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measureRound(clients));
  for (const client of clients.values()) await client.close();
  return {
    title,
    figures: toFigures(rounds),
    notes: [
      `${KEYS} keys a round, to one ${server.version} on loopback, same key and cipher; no tmux between`,
      'the dashboard polls all jobs until Enter, and rests while a session has the terminal',
    ],
  };
};

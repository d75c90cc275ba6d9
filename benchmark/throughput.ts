import type {Client} from './client.ts';
import {openShell, type Laboratory, type Way} from './laboratory.ts';
import {FLOOD_MEGABYTES} from './openssh-server.ts';
import type {Report} from './report.ts';
import {toRatios} from './statistics.ts';

const ROUNDS = 8;
/** The compiler of a program that has just begun takes a fifth of its processor time until so much has passed. */
const FIRST_MEGABYTES = 100;
const MEGABYTE = 2 ** 20;
const BEGIN = Buffer.from('[begin]');
const END = Buffer.from('[end]');
const LIMIT_MS = 120_000;

interface Flood {
  readonly wallMs: number;
  /** Until the first 100 MiB had passed. */
  readonly firstMs: number;
  readonly cpuMs: number | undefined;
}

/** Takes in what lies between the two marks; throws when that is not every byte. */
const flood = async (client: Client): Promise<Flood> => {
  const {promise, resolve, reject} = Promise.withResolvers<Pick<Flood, 'wallMs' | 'firstMs'>>();
  const timer = setTimeout(() => {
    reject(new Error('the flood did not end'));
  }, LIMIT_MS);
  let bytesSeen: number | undefined;
  let firstMs: number | undefined;
  let tail: Buffer = Buffer.alloc(0);
  client.listen((bytes) => {
    if (bytesSeen === undefined) {
      const at = bytes.indexOf(BEGIN);
      if (at === -1) return;
      bytesSeen = bytes.length - at - BEGIN.length;
    } else bytesSeen += bytes.length;
    if (bytesSeen >= FIRST_MEGABYTES * MEGABYTE) firstMs ??= performance.now() - startMs;
    tail = bytes.length >= END.length ? bytes : Buffer.concat([tail, bytes]).subarray(-END.length);
    if (!tail.subarray(-END.length).equals(END)) return;
    const wallMs = performance.now() - startMs;
    if (firstMs !== undefined && bytesSeen - END.length === FLOOD_MEGABYTES * MEGABYTE)
      resolve({wallMs, firstMs});
    else reject(new Error(`${bytesSeen - END.length} bytes came, not ${FLOOD_MEGABYTES} MiB`));
  });
  const cpuBeforeMs = client.cpuMs();
  const startMs = performance.now();
  client.send('flood\r');
  try {
    const times = await promise;
    const cpuMs = client.cpuMs();
    return {
      ...times,
      cpuMs: cpuMs === undefined || cpuBeforeMs === undefined ? undefined : cpuMs - cpuBeforeMs,
    };
  } finally {
    clearTimeout(timer);
    client.listen(undefined);
  }
};

/** How fast bytes pass to the terminal, against plain `ssh`. */
export const measureThroughput = async (laboratory: Laboratory): Promise<Report> => {
  const title = `Throughput of ${FLOOD_MEGABYTES} MiB of base64`;
  const {server} = laboratory;
  if (typeof server === 'string') return {title, figures: [], notes: [`not measured: ${server}`]};
  const floods = {ssh: [] as Flood[], 'dxtop ssh': [] as Flood[]};
  for (let round = 0; round < ROUNDS; round++) {
    const ways = ['ssh', 'dxtop ssh'] as const satisfies readonly Way[];
    for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
      const client = await openShell(laboratory, way, 'stty -echo; cat /dev/null', '$ ');
      floods[way].push(await flood(client));
      await client.close();
    }
  }
  const walls = (way: keyof typeof floods) => floods[way].map(({wallMs}) => wallMs);
  const firsts = (way: keyof typeof floods) => floods[way].map(({firstMs}) => firstMs);
  const cpus = (way: keyof typeof floods) => floods[way].flatMap(({cpuMs}) => cpuMs ?? []);
  const cpuRatios = toRatios(cpus('dxtop ssh'), cpus('ssh'));
  return {
    title,
    figures: [
      {
        name: 'dxtop / ssh, speed',
        goal: {kind: 'at least', value: 0.95},
        unit: '',
        samples: toRatios(walls('ssh'), walls('dxtop ssh')),
      },
      {
        name: `the same for the first ${FIRST_MEGABYTES} MiB after the start`,
        unit: '',
        samples: toRatios(firsts('ssh'), firsts('dxtop ssh')),
      },
      ...(cpuRatios.length > 0
        ? [{name: "dxtop / ssh, client's processor time", unit: '' as const, samples: cpuRatios}]
        : []),
      {
        name: 'ssh',
        unit: 'MB/s',
        samples: walls('ssh').map((wallMs) => (FLOOD_MEGABYTES * 1.048576) / (wallMs / 1000)),
      },
    ],
    notes: ['aes128-gcm on both sides; every byte is counted'],
  };
};

import {type CheckPicture, formatCheckList, formatMachines, formatVerdict} from '../format/checks.ts';
import {formatSideBySide} from '../format/side-by-side.ts';
import {type CheckReport, findRootCause} from '../model/check.ts';
import type {JobId} from '../model/ids.ts';
import type {WorkerTarget} from '../model/session.ts';
import {runChecks} from '../services/checks/run-checks.ts';
import {toCheckSubject} from '../services/checks/to-check-subject.ts';
import {withPlatform} from '../services/platform/account-access.ts';
import {readDxSettings} from '../services/settings/dx-settings.ts';
import {readUserSettings} from '../services/settings/user-settings.ts';
import {toWorkerWay, type WayWishes} from '../services/ssh/worker-way.ts';
import {createPrivateKeyReader} from '../services/ssh/private-key.ts';
import type {CommandContext} from './command-context.ts';
import {printJson, printLines, say} from './plain-command.ts';
import {toPrintStyle} from './print-style.ts';

/** What `dxtop doctor` takes, as the command line names it. */
export interface DoctorFlags extends WayWishes {
  readonly json?: boolean;
  readonly close?: boolean;
  readonly worker?: number;
}

/** Something is not as it should be. */
const EXIT_WRONG = 1;

/**
 * Runs all checks, of every machine of a cluster unless one was chosen, prints what they found, and answers the exit
 * status: 0 when nothing is wrong, 1 otherwise. On a terminal each finding is printed as it comes, the machines of a
 * cluster side by side once all are done, and the verdict last, where the prompt is; elsewhere the verdict is first.
 */
export const runDoctor = async (
  context: CommandContext,
  jobId: JobId | undefined,
  {json = false, worker: chosen, ...wishes}: DoctorFlags,
): Promise<number> => {
  const {environment, homeDirectory} = context;
  const settings = readDxSettings({environment, homeDirectory, parentProcessId: process.ppid});
  const user = await readUserSettings({environment, homeDirectory, platform: process.platform});
  for (const notice of [...settings.notices, ...user.notices]) say(notice);
  const way = toWorkerWay(wishes, environment, {settings, userSettings: user.settings});
  const readKey = createPrivateKeyReader(settings.confDirectory, settings.agentPath);
  const target = jobId && {jobId, workerNumber: chosen ?? 0};
  const isWhole = chosen === undefined;
  const picture = toPrintStyle(context);
  const isLive = !json && process.stdout.isTTY;
  const reports = await withPlatform(settings, (platform) =>
    runChecks(toCheckSubject({settings, platform, target, way, readKey, isWhole}), {
      signal: new AbortController().signal,
      ...(isLive && {onChange: createLivePrinter(picture)}),
    }),
  );
  if (json) printJson(toJson(target, reports));
  else if (isLive) printLines([...formatBeside(reports, picture), '', ...formatVerdict(reports)]);
  else printLines([...formatVerdict(reports), '', ...formatCheckList(reports, picture)]);
  return findRootCause(reports) ? EXIT_WRONG : 0;
};

/** Prints each report once, when its check has ended; those of a cluster's machines are left for the end. */
const createLivePrinter = (picture: CheckPicture): ((reports: readonly CheckReport[]) => void) => {
  const printed = new Set<CheckReport['name']>();
  return (reports) => {
    const ended = reports.filter(
      ({name, state, workerNumber}) =>
        workerNumber === undefined && state !== 'running' && !printed.has(name),
    );
    for (const {name} of ended) printed.add(name);
    printLines(formatCheckList(ended, picture));
  };
};

/** The machines of a cluster in columns, or one below the other where there is no room; `[]` for a single one. */
const formatBeside = (reports: readonly CheckReport[], picture: CheckPicture): readonly string[] => {
  const beside = formatSideBySide(formatMachines(reports, picture.isAscii), picture.columns, picture.isAscii);
  if (beside) return ['', ...beside];
  return formatCheckList(
    reports.filter(({workerNumber}) => workerNumber !== undefined),
    picture,
  );
};

const toJson = (target: WorkerTarget | undefined, reports: readonly CheckReport[]) => ({
  job: target?.jobId ?? null,
  worker: target?.workerNumber ?? null,
  isFine: findRootCause(reports) === undefined,
  rootCause: findRootCause(reports)?.name ?? null,
  failedWorkers: toFailedWorkers(reports),
  checks: reports.map(({name, workerNumber, state, found, remedy, tookMs}) => ({
    name,
    worker: workerNumber ?? null,
    state,
    found,
    remedy: remedy === '' ? null : remedy,
    tookMs: tookMs === undefined ? null : Math.round(tookMs),
  })),
});

/** The machines of a cluster with which something is wrong. */
const toFailedWorkers = (reports: readonly CheckReport[]): readonly number[] => [
  ...new Set(reports.flatMap(({state, workerNumber}) => (state === 'failed' ? (workerNumber ?? []) : []))),
];

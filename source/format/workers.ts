import type {Execution, Worker} from '../model/execution.ts';
import {fit} from './fit.ts';
import type {Palette} from './palette.ts';

const LABEL_COLUMNS = 12;

/** The machines of a job: the driver and the workers of a cluster, or the one worker; lines of at most `columns`. */
export const formatWorkers = (
  execution: Execution,
  {columns, palette}: {columns: number; palette: Palette},
): string[] => {
  if (execution.class === 'analysis') return [palette.dim('An analysis has no worker of its own.')];
  const {worker, clusterWorkers, instanceType} = execution;
  const line = (label: string, place: Worker | undefined): string =>
    palette.dim(fit(label, LABEL_COLUMNS)) +
    fit(place ? `${place.host}  port ${String(place.sshPort)}` : '?', Math.max(1, columns - LABEL_COLUMNS));
  if (!worker) return [palette.dim('It has no worker yet, or no longer one that is told.')];
  return [
    line(clusterWorkers.length > 0 ? 'driver' : 'worker', worker),
    ...clusterWorkers.map((other, index) => line(`worker ${String(index + 1)}`, other)),
    '',
    ...(instanceType === undefined
      ? []
      : [
          palette.dim(fit('instance', LABEL_COLUMNS)) +
            fit(
              clusterWorkers.length > 0
                ? `${String(clusterWorkers.length + 1)} x ${instanceType}`
                : instanceType,
              Math.max(1, columns - LABEL_COLUMNS),
            ),
        ]),
  ];
};

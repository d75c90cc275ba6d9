import {isTerminal} from '../../model/execution.ts';
import {formatSshProxy} from '../settings/ssh-proxy.ts';
import {isAllowed} from '../ssh/firewall.ts';
import {toReadyWorker} from '../ssh/prepare-worker.ts';
import {type Check, failed, noted, passed, skipped} from './check.ts';

const state: Check = {
  name: 'state',
  run: async (facts) => {
    const job = await facts.job();
    if (isTerminal(job)) {
      return failed(
        `The job is ${job.state}: its worker is gone.`,
        job.state === 'failed'
          ? 'Run it again with `dx run --clone JOB --debug-on All`: then it is held when it fails.'
          : 'Pick a job that is running, or run it again.',
      );
    }

    if (job.state === 'terminating') {
      return failed('The job is being terminated.', 'Pick a job that is running, or run it again.');
    }

    const workerNumber = facts.subject.target?.workerNumber ?? 0;
    if (toReadyWorker(job, workerNumber)) {
      const isRestarted = job.tryNumber !== undefined && job.tryNumber > 0;
      return passed(isRestarted ? `${job.state}, try ${String(job.tryNumber)}` : job.state);
    }

    return noted(
      `The job is ${job.state}, and its worker cannot be reached yet.`,
      'Attach anyway: dxtop waits for the worker, which takes up to two minutes once the job runs.',
    );
  },
};

const launchedBy: Check = {
  name: 'launched-by',
  run: async (facts) => {
    const [job, {id}] = await Promise.all([facts.job(), facts.identity()]);
    if (job.launchedBy === undefined) return skipped('the platform does not say who launched it');
    if (job.launchedBy === id) return passed('by you');
    return failed(
      `The job was launched by ${job.launchedBy}, and you are ${id}: a worker lets in only the user who launched its job.`,
      'Ask them to connect, or run it yourself.',
    );
  },
};

const closedApp: Check = {
  name: 'closed-app',
  run: async (facts) => {
    const app = await facts.app();
    if (!app) return passed('it runs an applet');
    const name = app.name ?? 'the app';
    if (app.isOpenSource === true) return passed(`${name} is open source`);
    if (app.isDeveloper === true) return passed(`you are a developer of ${name}`);
    if (app.isOpenSource === undefined || app.isDeveloper === undefined) {
      return skipped(`the platform does not say whether ${name} is open source and you its developer`);
    }

    return failed(
      `The app ${name} is not open source, and you are not one of its developers: nobody else may log in.`,
      'Ask its developers to make you one, then run it again.',
    );
  },
};

const firewall: Check = {
  name: 'firewall',
  run: async (facts) => {
    const [{allowSSH}, addresses] = await Promise.all([facts.job(), facts.addresses()]);
    const {proxy} = facts.subject;
    if (addresses.length === 0) {
      return proxy
        ? noted(
            `The platform cannot be asked through the SSH proxy ${formatSshProxy(proxy)} which address the worker sees.`,
            'Ask those who run it for its outside address, and name it with --allow-ssh ADDR.',
          )
        : failed(
            'The platform did not say which address you come from.',
            'Check whether a proxy stands between you and the platform.',
          );
    }

    const list = addresses.join(', ');
    if (addresses.every((address) => isAllowed(allowSSH, address))) {
      return passed(`${list} may connect (allowSSH: ${allowSSH.join(', ')})`);
    }

    const obstacle = `${proxy ? 'The address of the SSH proxy' : 'Your address'} ${list} is not in the job's firewall (allowSSH: ${allowSSH.length === 0 ? 'closed' : allowSSH.join(', ')}).`;
    if (!facts.subject.mayOpenFirewall) {
      return failed(obstacle, 'Leave --no-firewall-update out: then attaching offers to let it in.');
    }

    return failed(
      obstacle,
      'Attaching (`dxtop ssh JOB`) offers to let it in, and nothing else.',
      'open-firewall',
    );
  },
};

/** Whether the job may be connected to, as the platform has it. */
export const JOB_CHECKS: readonly Check[] = [state, launchedBy, closedApp, firewall];

import {ApiError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {toProxy} from '../platform/proxy.ts';
import {isLoopback} from '../settings/api-server.ts';
import {type Check, failed, passed} from './check.ts';
import {FactError} from './fact-error.ts';
import type {CheckFacts} from './check-facts.ts';

const network: Check = {
  name: 'network',
  run: ({subject}) => {
    const {host} = subject.settings.apiServer;
    if (subject.hasNetwork()) return Promise.resolve(passed('a network interface is up'));
    if (isLoopback(host)) return Promise.resolve(passed('none is needed, the platform is on this computer'));
    return Promise.resolve(
      failed('This computer is not connected to any network.', 'Switch Wi-Fi on, or plug the cable in.'),
    );
  },
};

/** How the API is reached, as the user would name it. */
export const toApiWay = ({subject}: CheckFacts): string => {
  const {apiServer, proxyEnvironment} = subject.settings;
  const proxy = toProxy(apiServer, proxyEnvironment);
  const where = `${apiServer.host}:${String(apiServer.port)}`;
  return clean(proxy ? `${where} through the proxy ${proxy.host}` : where);
};

const api: Check = {
  name: 'api',
  run: async (facts) => {
    try {
      await facts.identity();
    } catch (error) {
      // A platform that refuses a token has answered.
      if (!(error instanceof FactError) || !(error.cause instanceof ApiError)) throw error;
    }

    return passed(`${toApiWay(facts)} answers`);
  },
};

const token: Check = {
  name: 'token',
  run: async (facts) => {
    const {id} = await facts.identity();
    // No call tells when a token expires: https://documentation.dnanexus.com/developer/api/authentication
    return passed(`${id}'s; when it expires nobody tells`);
  },
};

/** Whether the platform can be asked, and as whom. */
export const ACCOUNT_CHECKS: readonly Check[] = [network, api, token];

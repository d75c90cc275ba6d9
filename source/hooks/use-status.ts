import type {CallHealth} from '../services/platform/call-health.ts';
import type {GateFigures, GateState} from '../services/platform/rate-gate.ts';
import {useServices} from './services.ts';

/** How dxtop gets on with the platform. */
export interface Status {
  readonly source: string;
  readonly figures: GateFigures;
  readonly gate: GateState;
  readonly health: CallHealth;
}

/** The call budget and the API's health, as of each time it is drawn: once a second. */
export const useStatus = (): Status => {
  const {platform, source} = useServices();
  return {
    source,
    figures: platform.gate.getFigures(),
    gate: platform.gate.getState(),
    health: platform.getHealth(),
  };
};

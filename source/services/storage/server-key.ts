import type {ApiServer} from '../settings/api-server.ts';

/** What the state file calls a platform: each has views of its own. */
export const toServerKey = ({protocol, host, port}: ApiServer): string =>
  `${protocol}://${host}:${String(port)}`;

import type {ApiServer} from './api-server.ts';

/**
 * Which website shows what is on which API server; nobody knows of others. Source: the constants of a public client of both,
 * https://github.com/FDA/precisionFDA, `DNANEXUS_PLATFORM_URI`.
 */
const WEBSITES: Readonly<Record<string, string>> = {
  'api.dnanexus.com': 'platform.dnanexus.com',
  'stagingapi.dnanexus.com': 'staging.dnanexus.com',
};

/** A host name of the settings, in lower case; `undefined` for anything else, an address with a protocol or a path as well. */
export const parseWebsite = (text: string): string | undefined =>
  text.length <= 253 && /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i.test(text)
    ? text.toLowerCase()
    : undefined;

/**
 * The host of the website that shows what is on an API server: the one of the settings, for a server may have several, or
 * else the known one; `undefined` for a server that none is known of.
 */
export const toWebsite = ({host}: Pick<ApiServer, 'host'>, chosen: string | undefined): string | undefined =>
  chosen ?? (Object.hasOwn(WEBSITES, host) ? WEBSITES[host] : undefined);

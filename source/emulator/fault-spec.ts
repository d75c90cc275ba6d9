import {faultKinds, type Fault} from './faults.ts';

/**
 * Reads a fault as the command line has it: `ROUTE=KIND`, `ROUTE=STATUS`, either with `xCOUNT` behind it; `x*` is
 * for ever, and the route `*` is any. Throws an `Error` that says so.
 *
 * For example `system/findExecutions=503x3`, `*=hang`, `job/describe=badJsonx*`.
 */
export const readFaultSpec = (text: string): Fault => {
  const parts = /^([\w-]+\/\w+|\*)=(\d{3}|[A-Za-z]+?)(?:x(\d{1,9}|\*))?$/.exec(text);
  const [, route = '*', what = '', times] = parts ?? [];
  const count = times === '*' ? Number.POSITIVE_INFINITY : Number(times ?? 1);
  if (/^[1-5]\d\d$/.test(what)) {
    const status = Number(what);
    return {route, count, kind: 'status', status, ...(status === 503 && {retryAfter: '20'})};
  }
  const kind = faultKinds.find((known) => known === what);
  if (parts === null || kind === undefined) {
    throw new Error(
      `${JSON.stringify(text)} is no fault: write ROUTE=STATUS or ROUTE=KIND, with xCOUNT behind it if it is to happen more than once; the kinds are ${faultKinds.join(', ')}`,
    );
  }
  return {route, count, kind};
};

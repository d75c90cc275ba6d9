/** An IPv4 address as a number, or undefined when it is not one. */
const toNumber = (address: string): number | undefined => {
  const parts = address.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255))
    return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
};

const isCovered = (entry: string, clientIp: string): boolean => {
  if (entry === '*' || entry === clientIp) return true;
  const [network = '', bits, ...rest] = entry.split('/');
  if (bits === undefined || rest.length > 0 || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return false;
  const networkNumber = toNumber(network);
  const clientNumber = toNumber(clientIp);
  if (networkNumber === undefined || clientNumber === undefined) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(networkNumber / size) === Math.floor(clientNumber / size);
};

/**
 * Whether a job's `allowSSH` lets an address in: literally, by CIDR range, or by `*`. Absent means closed.
 *
 * Footing: documented, "Connecting to Jobs"; entries that are none of these let nobody in (assumed).
 */
export const isAllowedBy = (allowSsh: unknown, clientIp: string): boolean =>
  Array.isArray(allowSsh) &&
  allowSsh.some((entry) => typeof entry === 'string' && isCovered(entry, clientIp));

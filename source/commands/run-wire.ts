import {connect} from 'node:net';
import {clean} from '../model/safe-text.ts';
import {carryBytes} from './carry-bytes.ts';

/**
 * Is a wire between our standard streams and a socket in the file system, at whose other end another dxtop has opened the
 * way through the SSH proxy; see `openProxyWire`. Answers the exit status once it is cut, and says nothing: that dxtop
 * knows why. Rejects with `SshError` when there is nobody at the other end.
 */
export const runWire = async (path: string): Promise<number> => {
  await carryBytes(connect(path), clean('the dxtop that opened the SSH proxy'));
  return 0;
};

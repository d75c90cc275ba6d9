/** What is less costs more to give back than to keep. */
const LEAST_BYTES = 1024;
/** A packet's length of padding, its type, its channel, the length of its data, and at most 255 bytes of padding. */
const FRAME_BYTES = 1 + 1 + 4 + 4 + 255;

/**
 * Gives a packet's memory back at once, in place of some hundred packets later: the next packet is decrypted into the
 * same memory, which the processor still holds, and the garbage collector has less to do. The bytes are gone then.
 *
 * Does nothing for memory that may hold something else besides the data of this packet.
 */
export const freePacket = ({buffer, length}: Buffer): void => {
  if (length < LEAST_BYTES || buffer.byteLength - length > FRAME_BYTES) return;
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
};

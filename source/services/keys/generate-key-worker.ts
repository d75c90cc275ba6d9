/**
 * Makes one key pair, in a thread of its own: an RSA key and the encryption with a passphrase take seconds.
 * Started by `generate-key-pair.ts` with a `GenerateTask`; posts one `GenerateResult` and ends.
 */
import {parentPort, workerData} from 'node:worker_threads';
import ssh2 from 'ssh2';

/** What the worker is given. */
export interface GenerateTask {
  readonly type: 'ed25519' | 'rsa';
  readonly comment: string;
  /** Empty for a key that is not encrypted. */
  readonly passphrase: string;
}

/** What it answers, in OpenSSH's own form. */
export interface GenerateResult {
  readonly privateKey: string;
  readonly publicKey: string;
}

const RSA_BITS = 4096;
/** As `ssh-keygen` does since OpenSSH 9.4: what makes guessing a passphrase slow. */
const ROUNDS = 24;
const TRIES = 100;

/**
 * Whether the private half signs what the public half confirms. ssh2 1.17 drops leading zero bytes of Ed25519 keys that
 * it makes, so that about one pair in 128 cannot be used by anyone.
 */
const isSound = (pair: GenerateResult, {passphrase, type}: GenerateTask): boolean => {
  const privateKey = ssh2.utils.parseKey(pair.privateKey, passphrase);
  const publicKey = ssh2.utils.parseKey(pair.publicKey);
  if (privateKey instanceof Error || publicKey instanceof Error) return false;
  // 51 bytes: two length words, the name `ssh-ed25519` and 32 bytes of key.
  if (type === 'ed25519' && publicKey.getPublicSSH().length !== 51) return false;
  const message = Buffer.from('a message');
  const signature = privateKey.sign(message);
  const verdict: unknown = Buffer.isBuffer(signature) && publicKey.verify(message, signature);
  return verdict === true;
};

const generate = (task: GenerateTask): GenerateResult => {
  const {comment, passphrase} = task;
  const options = {
    comment,
    ...(passphrase !== '' && {passphrase, cipher: 'aes256-ctr', rounds: ROUNDS}),
  };
  for (let turn = 0; turn < TRIES; turn++) {
    const pair =
      task.type === 'rsa'
        ? ssh2.utils.generateKeyPairSync('rsa', {...options, bits: RSA_BITS})
        : ssh2.utils.generateKeyPairSync('ed25519', options);
    const result = {privateKey: `${pair.private.trim()}\n`, publicKey: `${pair.public.trim()}\n`};
    if (isSound(result, task)) return result;
  }
  throw new Error('no sound key pair could be made');
};

parentPort?.postMessage(generate(workerData as GenerateTask));

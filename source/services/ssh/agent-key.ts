import ssh2, {type BaseAgent, type ParsedKey} from 'ssh2';
import type {PublicKey} from '../../model/ssh-key.ts';

/** A key whose private half only an SSH agent has. */
export interface AgentKey {
  /** `SSH_AUTH_SOCK`; on Windows a named pipe. */
  readonly agentPath: string;
  readonly publicKey: PublicKey;
}

/** What a login is done with: a decrypted private key, or one that an agent signs with. */
export type LoginKey = Buffer | string | AgentKey;

/** Whether it is an agent's. */
export const isAgentKey = (key: LoginKey): key is AgentKey =>
  typeof key === 'object' && !Buffer.isBuffer(key);

/** An agent of which only one key is to be seen, and used; it forwards nothing (threat-model S-6). */
class OneKeyAgent extends ssh2.BaseAgent<ParsedKey> {
  readonly #agent: BaseAgent<ParsedKey>;
  readonly #blob: Uint8Array;

  constructor({agentPath, publicKey}: AgentKey) {
    super();
    // Every agent that ssh2 makes answers with parsed keys.
    this.#agent = ssh2.createAgent(agentPath) as BaseAgent<ParsedKey>;
    this.#blob = publicKey.blob;
  }

  getIdentities(callback: Parameters<BaseAgent<ParsedKey>['getIdentities']>[0]): void {
    this.#agent.getIdentities((error, identities) => {
      const own = identities?.filter((key) => 'getPublicSSH' in key && this.#isOwn(key));
      callback(error, own);
    });
  }

  sign(key: ParsedKey, data: Buffer, ...rest: readonly unknown[]): void {
    if (!this.#isOwn(key)) throw new Error('the agent was asked to sign with another key');
    (this.#agent.sign as (...all: readonly unknown[]) => void).call(this.#agent, key, data, ...rest);
  }

  #isOwn(key: ParsedKey): boolean {
    return key.getPublicSSH().equals(this.#blob);
  }
}

/** Makes the agent's part of a login; it opens nothing until it is asked. */
export const createOneKeyAgent = (key: AgentKey): BaseAgent<ParsedKey> => new OneKeyAgent(key);

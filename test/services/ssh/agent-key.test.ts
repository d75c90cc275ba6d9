import test from 'ava';
import {findAgentKeys} from '../../../source/services/keys/agent-keys.ts';
import {parsePublicKey} from '../../../source/services/keys/public-key.ts';
import {createOneKeyAgent} from '../../../source/services/ssh/agent-key.ts';
import {hasAgent, startAgent} from '../../helpers/ssh-agent.ts';

const withAgent = hasAgent ? test : test.skip;

const toKey = (line: string | undefined) => {
  const key = parsePublicKey(line ?? '');
  if (!key) throw new Error(`no key: ${line}`);
  return key;
};

withAgent('the keys of an agent are found, with their comments', async (t) => {
  const {agentPath, keys} = await startAgent(t, ['ed25519', 'rsa', 'ecdsa']);
  const found = await findAgentKeys(agentPath);
  t.deepEqual(
    found.map(({fingerprint}) => fingerprint),
    keys.map(({line}) => toKey(line).fingerprint),
  );
  t.is(found[1]?.comment as string, 'card 1');
});

test('an agent that is not there has no keys', async (t) => {
  t.deepEqual(await findAgentKeys('/nonexistent/socket'), []);
  t.deepEqual(await findAgentKeys(undefined), []);
});

withAgent('of an agent with several keys only the chosen one is offered, and signs', async (t) => {
  const {agentPath, keys} = await startAgent(t, ['ed25519', 'rsa']);
  const publicKey = toKey(keys[1]?.line);
  const agent = createOneKeyAgent({agentPath, publicKey});
  const offered = await new Promise<readonly unknown[]>((resolve, reject) => {
    agent.getIdentities((error, identities) => {
      if (error) reject(error);
      else resolve(identities ?? []);
    });
  });
  t.is(offered.length, 1);
  // What there is nothing of cannot be forwarded.
  t.false('getStream' in agent);
  const all = await new Promise<readonly unknown[]>((resolve) => {
    createOneKeyAgent({agentPath, publicKey: toKey(keys[0]?.line)}).getIdentities((_error, identities) => {
      resolve(identities ?? []);
    });
  });
  const other = all[0] as Parameters<typeof agent.sign>[0];
  t.throws(() => agent.sign(other, Buffer.from('x'), () => undefined), {message: /another key/});
});

import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {parsePublicKey} from '../../source/services/keys/public-key.ts';
import {hasAgent, startAgent} from '../helpers/ssh-agent.ts';
import {createPlace, PROMPT, see, seeSelected} from './start-dxtop.ts';

const withAgent = hasAgent ? test.serial : test.serial.skip;

for (const type of ['ed25519', 'rsa', 'ecdsa'] as const) {
  withAgent(`an ${type} key that only the agent has is set up, and attaches`, async (t) => {
    const place = await createPlace(t);
    await place.control.addJob({name: 'the worker'});
    const {agentPath, keys} = await startAgent(t, ['ed25519', type]);
    const directory = path.join(place.home.path, 'conf');
    const env = {DX_USER_CONF_DIR: directory, SSH_AUTH_SOCK: agentPath};
    const line = keys[1]?.line ?? '';
    const fingerprint = parsePublicKey(line)?.fingerprint ?? '';
    t.true((await place.run(['setup', '--list'], {env})).stdout.includes(`In the agent: ${fingerprint}`));
    const {code} = await place.run(['setup', '--agent', fingerprint, '--yes'], {env});
    t.is(code, 0);
    const words = (text: string) => text.trim().split(' ').slice(0, 2);
    for (const name of ['ssh_id', 'ssh_id.pub']) {
      t.deepEqual(words(readFileSync(path.join(directory, name), 'utf8')), words(line));
    }
    const program = await place.start({env});
    await seeSelected(program, 'the worker');
    program.press('enter');
    await see(program, PROMPT);
  });
}

withAgent('without its agent, the key’s absence is told with its fingerprint', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'the worker'});
  const {agentPath, keys} = await startAgent(t, ['ed25519']);
  const directory = path.join(place.home.path, 'conf');
  const env = {DX_USER_CONF_DIR: directory};
  const line = keys[0]?.line ?? '';
  const fingerprint = parsePublicKey(line)?.fingerprint ?? '';
  const set = await place.run(['setup', '--agent', fingerprint, '--yes'], {
    env: {...env, SSH_AUTH_SOCK: agentPath},
  });
  t.is(set.code, 0);
  const alone = await place.start({env, columns: 120});
  await seeSelected(alone, 'the worker');
  alone.press('enter');
  await see(alone, /is in an agent, and there is none\s+\(SSH_AUTH_SOCK\s+is\s+not\s+set\)/);
  const {agentPath: other} = await startAgent(t, ['ecdsa']);
  const wrong = await place.start({env: {...env, SSH_AUTH_SOCK: other}, columns: 120});
  await seeSelected(wrong, 'the worker');
  wrong.press('enter');
  await see(wrong, `The SSH agent does not hold your key ${fingerprint}.`);
  writeFileSync(path.join(directory, 'ssh_id'), 'neither key nor line\n', {mode: 0o600});
  wrong.press('enter');
  await see(wrong, 'does not hold a private SSH key');
});

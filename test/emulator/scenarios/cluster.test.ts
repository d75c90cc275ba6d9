import test from 'ava';
import {startEmulator} from '../start-emulator.ts';
import {connect, startCommand, userKey} from '../workers/worker-client.ts';

test('a cluster’s driver and each of its nodes has its own port and host key, and lets one in', async (t) => {
  const emulator = await startEmulator(t, {scenario: 'cluster', useTmux: false});
  const {id: userId} = await emulator.get('system/whoami');
  await emulator.get(`${userId}/update`, {sshPublicKey: `${userKey.public}\n`});
  const id = emulator.control.findJob('Hail GWAS, LDL cholesterol');
  await emulator.get(`${id}/update`, {allowSSH: ['127.0.0.1']});
  // What the official client's verbose describe asks for.
  const fields = {internetUsageIPs: true, runSystemRequirements: true, instanceTypeTransitions: true};
  const job = await emulator.get(`${id}/describe`, {defaultFields: true, fields});
  t.deepEqual(job.clusterSpec, {type: 'dxspark', version: '3.5.2', initialInstanceCount: 4});
  const machines = [job, ...(job.clusterSlaves ?? [])];
  t.is(machines.length, 4);
  t.is(new Set(machines.map(({sshPort}) => sshPort)).size, 4);
  t.is(new Set(machines.map(({sshHostKey}) => sshHostKey)).size, 4);
  t.is(new Set((job.clusterSlaves ?? []).map(({internalIP}) => internalIP)).size, 3);
  const texts = await Promise.all(
    machines.map(async ({host, sshPort, sshHostKey}) => {
      if (!host || !sshPort || !sshHostKey) throw new Error('a machine without an address');
      // `connect` refuses any other host key.
      const client = await connect(t, {host, port: Number(sshPort), hostKey: sshHostKey});
      const {stdout} = await (await startCommand(client, 'echo hello; pwd')).result();
      return stdout.toString();
    }),
  );
  for (const text of texts) t.regex(text, /^hello\n\//);
  // Each is a machine of its own.
  t.is(new Set(texts).size, 4);
});

test('a cluster that waits or is over has no machines, and one that is over ended as it should', async (t) => {
  const emulator = await startEmulator(t, {scenario: 'cluster', useTmux: false});
  const {control} = emulator;
  const describe = (name: string) => emulator.get(`${control.findJob(name)}/describe`);
  for (const [name, state] of [
    ['Hail export to VCF, waiting for machines', 'runnable'],
    ['Hail QC, exomes batch 3', 'done'],
    ['Hail burden test, lipids', 'failed'],
  ] as const) {
    const job = await describe(name);
    t.is(job.state, state);
    t.false('clusterSlaves' in job || 'host' in job, name);
  }
  t.is((await describe('Glow joint calling, chromosome 22')).clusterSlaves?.length, 2);
  t.is((await describe('Dask PCA, 1000 Genomes')).clusterSlaves?.length, 1);
});

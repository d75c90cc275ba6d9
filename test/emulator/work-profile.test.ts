import test from 'ava';
import {createWorld} from '../../source/emulator/create-world.ts';
import {createLogSources} from '../../source/emulator/log-source.ts';
import {createLogStore, type LogLine} from '../../source/emulator/logs.ts';

const form =
  /^\*\* CPU usr\/sys\/idl\/wai: (\d+)\/(\d+)\/(\d+)\/(\d+)% \(\d+ cores\) \* Memory: (\d+)\/(\d+)MB \* Storage: (\d+)\/(\d+)GB/;

const toFigures = (lines: readonly LogLine[]) =>
  lines
    .filter(({level}) => level === 'METRICS')
    .map(({msg}) => {
      const [, user = 0, , idle = 0, , used = 0, memory = 1, stored = 0, disk = 1] = (
        form.exec(msg) ?? []
      ).map(Number);
      return {user, idle, memory: used / memory, disk: stored / disk};
    });

/** The logs of the demo's jobs as they stand when it starts. */
const startDemo = () => {
  const {state, timeline} = createWorld({scenario: 'demo', startMs: 1_790_000_000_000});
  const logs = createLogStore({now: () => timeline.currentMs, toSource: createLogSources(state)});
  return (name: string): readonly LogLine[] => {
    const record = [...state.executions.newestFirst()].find(({wire}) => wire.name === name);
    return record ? logs.read(record.id, record.try) : [];
  };
};

test('the machine of a job that runs out of memory fills up to its end', (t) => {
  const figures = toFigures(startDemo()('STAR align SRR1039508'));
  t.true(figures.length >= 30);
  t.true((figures[2]?.memory ?? 1) < 0.3);
  t.true((figures.at(-1)?.memory ?? 0) > 0.9);
  t.true((figures[20]?.user ?? 0) > 50);
});

test('a full disk is seen before the job fails, and a held machine does nothing', (t) => {
  const figures = toFigures(startDemo()('STAR index GRCh38, debugging'));
  t.true((figures[0]?.disk ?? 1) < 0.3);
  t.true((figures.at(-1)?.disk ?? 0) > 0.97);
  t.true((figures.at(-1)?.idle ?? 0) > 95);
});

test('a workstation that nobody uses is idle', (t) => {
  const figures = toFigures(startDemo()('Cloud workstation, IGV review'));
  t.true(figures.length > 1000);
  t.true(figures.every(({idle}) => idle > 90));
});

test('a failed tool has its last words in the log of the job that failed first, and nowhere else', (t) => {
  const read = startDemo();
  const hasError = (name: string) => read(name).some(({msg}) => msg.startsWith('A USER ERROR has occurred'));
  t.true(hasError('HaplotypeCaller HG00268'));
  t.false(hasError('HaplotypeCaller HG00171'));
});

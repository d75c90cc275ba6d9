import type {Failure, StoredFields} from '../execution-record.ts';
import {hour, minute} from './job-specs.ts';
import {causes} from './causes.ts';
import {addLab, toExecutable} from './lab.ts';
import type {Scenario, World} from './scenario.ts';

const usualCount = 100_000;
const stageCount = 9;
/** Of so many executions one is live: 2,000 of 100,000. */
const executionsPerLive = 50;
/** Between the starts of two live jobs: the oldest of 2,000 is younger than an hour. */
const liveStepMs = 1700;
/** How many of the live jobs have a worker. */
const workerCount = 20;

const instanceTypes = ['mem1_ssd1_v2_x4', 'mem1_ssd1_v2_x8', 'mem2_ssd1_v2_x16', 'mem3_ssd1_v2_x32'] as const;

const toFailureFields = ({failureReason, failureMessage}: Failure) => ({failureReason, failureMessage});

/** A job that is over: of twenty, one failed and one was terminated. */
const toFinished = (world: World, created: number, name: string): StoredFields => {
  const {random} = world;
  const dice = random.int(1, 20);
  const state = dice === 1 ? 'failed' : dice === 2 ? 'terminated' : 'done';
  const startedRunning = created + random.int(10, 300) * 1000;
  const stoppedRunning = startedRunning + random.int(1, 240) * minute;
  return {
    name,
    state,
    startedRunning,
    stoppedRunning,
    modified: stoppedRunning,
    stateTransitions: [
      {newState: 'runnable', setAt: created + 1000},
      {newState: 'running', setAt: startedRunning + 8000},
      {newState: state, setAt: stoppedRunning},
    ],
    ...(state === 'failed' && toFailureFields(random.pick(Object.values<Failure>(causes)))),
  };
};

const toRunning = (created: number, name: string): StoredFields => ({
  name,
  state: 'running',
  startedRunning: created + 20_000,
  stateTransitions: [
    {newState: 'runnable', setAt: created + 1000},
    {newState: 'running', setAt: created + 28_000},
  ],
});

/** One analysis with its stages, all over. */
const addTree = (world: World, created: number, number: number, shared: StoredFields): void => {
  const {life, ids} = world;
  const analysisId = ids('analysis');
  const stages = Array.from({length: stageCount}, (_unused, index) => {
    const wire = toFinished(world, created, `HaplotypeCaller sample ${number}.${index + 1}`);
    const place = {parentAnalysis: analysisId, analysis: analysisId, rootExecution: analysisId};
    const record = life.place('job', {...shared, ...wire, ...place}, {created});
    return {record, stage: {id: `stage-${index}`, execution: record.id}};
  });
  const failing = stages.find(({record}) => record.wire.state === 'failed')?.record;
  const endedMs = Math.max(...stages.map(({record}) => record.wire.stoppedRunning ?? created));
  const state = failing ? 'failed' : 'done';
  const failure = failing && {
    failureReason: failing.wire.failureReason ?? '',
    failureMessage: failing.wire.failureMessage ?? '',
    failureFrom: {id: failing.id, name: failing.wire.name ?? ''},
  };
  life.place(
    'analysis',
    {
      name: `Joint genotyping cohort ${number}`,
      executable: toExecutable(world, 'gatk_joint_genotyping', 'workflow'),
      executableName: 'gatk_joint_genotyping',
      state,
      modified: endedMs,
      stateTransitions: [{newState: state, setAt: endedMs}],
      ...failure,
    },
    {id: analysisId, created, stages: stages.map(({stage}) => stage)},
  );
};

/**
 * As many executions as asked for, 100,000 unless said otherwise, over 90 days: nine of ten in analyses of nine
 * stages. The newest fiftieth runs, and the newest 20 of these have workers, which listen from the start.
 */
export const huge: Scenario = {
  name: 'huge',
  description: '100,000 executions over 90 days; the newest 2,000 run, 20 of them with workers',
  historyMs: 90 * 24 * hour,
  build: (world) => {
    addLab(world);
    const {life, startMs, random, executions = usualCount} = world;
    const shared = instanceTypes.map((instanceType) => ({
      instanceType,
      executable: toExecutable(world, 'gatk_haplotypecaller', 'applet'),
      executableName: 'gatk_haplotypecaller',
    }));
    const live = Math.ceil(executions / executionsPerLive);
    const treeSize = stageCount + 1;
    const finished = executions - live;
    for (let index = 0; index < finished;) {
      const created = Math.round(startMs - hour - ((finished - index) / finished) * 89 * 24 * hour);
      if (random.chance(0.5) && finished - index >= treeSize) {
        addTree(world, created, index, random.pick(shared));
        index += treeSize;
      } else {
        life.place(
          'job',
          {...random.pick(shared), ...toFinished(world, created, `FastQC sample ${index}`)},
          {created},
        );
        index += 1;
      }
    }
    for (let index = 0; index < live; index++) {
      const created = startMs - (live - index) * liveStepMs - 60_000;
      const record = life.place(
        'job',
        {...random.pick(shared), ...toRunning(created, `DeepVariant shard ${index}`)},
        {created},
      );
      record.wantsWorker = live - index <= workerCount;
    }
  },
};

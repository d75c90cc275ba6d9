import test from 'ava';
import {type Services, ServicesProvider} from '../../../source/hooks/services.ts';
import type {Execution} from '../../../source/model/execution.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {ChangeScreen} from '../../../source/screens/change/change-screen.tsx';
import {createHostileExecutions, createJob, NOW_MS, toTestJobId} from '../../helpers/executions.ts';
import {PLAIN_THEME, renderFrame, renderLines, testFrames} from '../../helpers/render-frame.tsx';

// Before a change is confirmed the screen asks nothing of the services.
const services = {} as Services;
const hostile = createHostileExecutions(60);

/** The screen before anything is confirmed. */
const draw = (
  executions: readonly Execution[],
  kind: 'terminate' | 'metadata' = 'terminate',
  size = {columns: 80, rows: 24},
) => (
  <ServicesProvider value={services}>
    <ChangeScreen
      {...size}
      kind={kind}
      executions={executions}
      nowMs={NOW_MS}
      isActive
      onConfirmed={() => undefined}
      onClose={() => undefined}
    />
  </ServicesProvider>
);
const jobs = Array.from({length: 6}, (_, index) =>
  createJob({id: toTestJobId(index + 1), name: clean(`job ${index + 1}`)}),
);

testFrames('change', (size, situation) =>
  draw(hostile.slice(0, situation % 30), situation % 2 === 0 ? 'terminate' : 'metadata', size),
);

test('the plan names each execution with state and cost, and the sum', (t) => {
  const lines = renderLines(draw(jobs.slice(0, 2)), 80).map((line) => line.trimEnd());
  t.is(lines[0], ' Terminate 2 executions');
  t.is(lines[1], ' What runs in them is lost; it cannot be taken up again. Cost so far: $3.00.');
  t.is(lines[3], ' ● running          $1.50  job 1');
  t.is(lines[4], ' ● running          $1.50  job 2');
  t.is(lines.at(-1), 'y terminate  Esc leave as it is');
});

test('what cannot be terminated is left out, with the reason', (t) => {
  const done = createJob({id: toTestJobId(9), name: clean('old'), state: clean('done')});
  const lines = renderLines(draw([...jobs.slice(0, 1), done]), 80).map((line) => line.trimEnd());
  t.is(lines[0], ' Terminate 1 execution');
  t.true(lines.includes(' Left out: 1 execution'));
  t.true(lines.includes(' ✓ done             $1.50  old  (it is done already)'));
});

test('with nothing left the plan offers nothing', (t) => {
  const lines = renderLines(draw([createJob({state: clean('failed')})]), 80);
  t.is(lines[1], ' There is nothing to change.');
  t.is(lines.at(-1), 'Esc back');
});

test('above five the number has to be typed', (t) => {
  t.regex(renderLines(draw(jobs), 80).at(-1) ?? '', /^Type 6 to terminate them: /);
  t.regex(renderLines(draw(jobs.slice(0, 5)), 80).at(-1) ?? '', /^y terminate/);
});

test('tags and properties are asked for, beside those that are there', (t) => {
  const job = createJob({tags: [clean('night')], properties: [{name: clean('lane'), value: clean('7')}]});
  const lines = renderLines(draw([job], 'metadata'), 80).map((line) => line.trimEnd());
  t.true(lines.includes(' ● running          $1.50  align reads  (night, lane=7)'));
  t.is(lines.at(-1), 'Tags and properties:');
});

test('without UTF-8 the plan draws itself with ASCII', (t) => {
  t.regex(renderFrame(draw(jobs), 80, PLAIN_THEME), /^[\x1b\n -~]*$/);
});

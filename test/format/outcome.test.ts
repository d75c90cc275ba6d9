import test from 'ava';
import {formatOutcome} from '../../source/format/outcome.ts';
import {clean} from '../../source/model/safe-text.ts';
import type {SessionOutcome} from '../../source/model/session.ts';

const TABLE: readonly (readonly [outcome: SessionOutcome, text: string, isError: boolean])[] = [
  [{kind: 'detached', isResumable: true}, 'Detached from star; the session lives on.', false],
  [
    {kind: 'detached', isResumable: false},
    'Detached from star; its shell stays open only as long as dxtop runs (no tmux on the worker).',
    false,
  ],
  [{kind: 'exited', status: 3, signal: undefined}, 'The shell on star ended with status 3.', false],
  [
    {kind: 'exited', status: undefined, signal: clean('HUP')},
    'The shell on star ended with signal HUP.',
    false,
  ],
  [
    {kind: 'left', reason: clean('you dropped the link')},
    'The link to star is closed (you dropped the link); the session lives on.',
    false,
  ],
  [
    {kind: 'given-up', reason: clean('the connection was reset')},
    'Gave up on star: the connection was reset.',
    true,
  ],
  [
    {kind: 'job-over', state: clean('failed'), reason: clean('AppError'), message: clean('no reads')},
    'star is failed (AppError: no reads).',
    true,
  ],
  [{kind: 'job-over', state: clean('done'), reason: undefined, message: undefined}, 'star is done.', false],
  [{kind: 'refused', summary: clean('No.'), remedy: clean('Do this.')}, 'No. Do this.', true],
  [{kind: 'refused', summary: clean('No.'), remedy: clean('')}, 'No.', true],
  [{kind: 'cancelled'}, 'Not attached to star: cancelled.', false],
  [{kind: 'terminal-gone'}, 'The terminal is gone.', true],
];

for (const [outcome, text, isError] of TABLE) {
  test(`an attach that was ${outcome.kind} is told as: ${text}`, (t) => {
    t.deepEqual(formatOutcome('star', outcome), {text, isError});
  });
}

import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {formatInputOutput} from '../../source/format/input-output.ts';
import {createPalette} from '../../source/format/palette.ts';
import {toSafeJson} from '../../source/services/platform/to-safe-json.ts';

const format = (described: unknown, columns = 80) =>
  formatInputOutput(toSafeJson(described), {columns, palette: createPalette(false)}).map((line) =>
    stripVTControlCharacters(line),
  );

test('links are written as what they lead to, defaults are marked, lists take a line each', (t) => {
  t.deepEqual(
    format({
      runInput: {reads: [], from: {}},
      input: {
        reads: [{$dnanexus_link: 'file-1'}, {$dnanexus_link: {project: 'project-1', id: 'file-2'}}],
        from: {$dnanexus_link: {job: 'job-1', field: 'bam'}},
        threads: 4,
      },
      output: null,
    }),
    [
      'Inputs',
      '  reads                   file-1',
      '                          project-1:file-2',
      '  from                    job-1:bam',
      '  threads                 4 (default)',
      '',
      'Outputs',
      '  none yet',
    ],
  );
});

test('a list without end is cut, and says so', (t) => {
  const lines = format({input: {reads: Array.from({length: 500}, (_, index) => `file-${String(index)}`)}});
  t.is(lines[101], '                          and 400 more');
});

test('what is not an object is none', (t) => {
  t.deepEqual(format('hello'), ['Inputs', '  none yet', '', 'Outputs', '  none yet']);
});

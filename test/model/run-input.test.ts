import test from 'ava';
import {ConfigError} from '../../source/model/errors.ts';
import type {InputParameter} from '../../source/model/executable.ts';
import {readRunInput} from '../../source/model/run-input.ts';
import {clean} from '../../source/model/safe-text.ts';

const FILE = 'file-GZ0k3Vj0xPq8K7Y2bF5gJ4vX';
const PROJECT = 'project-GZ0k3Vj0xPq8K7Y2bF5gJ4vX';

const parameter = (name: string, ofClass: string, more: Partial<InputParameter> = {}): InputParameter => ({
  name: clean(name),
  class: clean(ofClass),
  isOptional: true,
  choices: undefined,
  ...more,
});

const PARAMETERS = [
  parameter('sample', 'string', {isOptional: false}),
  parameter('threads', 'int'),
  parameter('cutoff', 'float'),
  parameter('is_paired', 'boolean'),
  parameter('more', 'hash'),
  parameter('reads', 'array:file'),
  parameter('index', 'file'),
  parameter('genome', 'string', {choices: ['GRCh38', 'GRCm39']}),
  parameter('rounds', 'array:int', {choices: [1, 2]}),
  parameter('tool', 'applet'),
  parameter('strange', 'database'),
];

test('each class is read into the form that the platform takes, and what is left out stays out', (t) => {
  const input = readRunInput(
    [
      'sample=a=b ',
      'threads=-4',
      'cutoff=1e-3',
      'is_paired=false',
      'more={"a": [1]}',
      `reads=${FILE}`,
      `reads=${PROJECT}:${FILE}`,
      'genome=GRCm39',
      'rounds=2',
    ],
    PARAMETERS,
  );
  t.deepEqual(input, {
    sample: 'a=b ',
    threads: -4,
    cutoff: 0.001,
    is_paired: false,
    more: {a: [1]},
    reads: [{$dnanexus_link: FILE}, {$dnanexus_link: {project: PROJECT, id: FILE}}],
    genome: 'GRCm39',
    rounds: [2],
  });
  t.deepEqual(readRunInput(['sample='], PARAMETERS), {sample: ''});
});

const REFUSED: ReadonlyArray<readonly [text: string, says: RegExp]> = [
  ['threads=4.5', /^4\.5 is no value for the input threads\. It takes a whole number\.$/],
  ['threads=', /is no value for the input threads/],
  ['threads=9007199254740993', /takes a whole number/],
  ['cutoff=NaN', /takes a number/],
  ['cutoff= ', /takes a number/],
  ['is_paired=yes', /takes true or false/],
  ['is_paired=constructor', /takes true or false/],
  ['more=[1]', /takes a JSON object/],
  ['more={', /takes a JSON object/],
  ['index=reads.fq', /takes the ID of a file, file-xxxx or project-xxxx:file-xxxx/],
  [`index=${FILE.replace('file', 'record')}`, /takes the ID of a file/],
  [`tool=${FILE}`, /takes the ID of an applet/],
  ['genome=hg19', /takes one of "GRCh38", "GRCm39"\.$/],
  ['rounds=3', /takes one of 1, 2\.$/],
  ['strange=x', /of class database, for which dxtop takes no value/],
  ['sampel=x', /^There is no input sampel\. It takes sample \(string\), threads \(int, may be left out\), /],
  ['\u001B[2J=x', /^There is no input ␛\[2J\./],
  ['sample', /^"sample" is no input\. Write it as -i name=value/],
  ['=x', /is no input/],
];
for (const [text, says] of REFUSED) {
  test(`refused, with what it takes: ${JSON.stringify(text)}`, (t) => {
    const error = t.throws(() => readRunInput(['sample=x', text], PARAMETERS), {instanceOf: ConfigError});
    t.regex(error.message, says);
  });
}

test('what is missing, given twice, or cannot be checked is refused', (t) => {
  const refuse = (texts: readonly string[], parameters: readonly InputParameter[] | undefined) =>
    t.throws(() => readRunInput(texts, parameters), {instanceOf: ConfigError}).message;
  t.regex(refuse([], PARAMETERS), /^The input sample is missing\. It takes sample \(string\)/);
  t.regex(refuse(['sample=a', 'sample=b'], PARAMETERS), /was given 2 times, but takes one value/);
  t.regex(refuse(['sample=a'], []), /There is no input sample\. It takes none\./);
  t.regex(refuse(['sample=a'], undefined), /does not say what goes in/);
  t.deepEqual(readRunInput([], undefined), {});
});

import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import stringWidth from 'string-width';
import {createRandom} from '../../source/emulator/random.ts';
import {formatDetail} from '../../source/format/execution-detail.ts';
import {createPalette} from '../../source/format/palette.ts';
import {clean} from '../../source/model/safe-text.ts';
import {createHostileExecutions, createJob, NOW_MS} from '../helpers/executions.ts';

const palette = createPalette(false);

test('no line of the detail is wider than asked for, and none has a control character', (t) => {
  const random = createRandom(4);
  for (const execution of createHostileExecutions(300)) {
    const columns = random.int(30, 250);
    const lines = formatDetail(execution, {
      columns,
      nowMs: NOW_MS,
      palette: createPalette(true),
      isAscii: random.chance(0.5),
    });
    for (const line of lines.map((styled) => stripVTControlCharacters(styled))) {
      t.true(stringWidth(line) <= columns, `${columns}: ${line}`);
      t.notRegex(line, /\p{Cc}/u);
    }
  }
});

/** What links there are in a line: where they lead, and their texts. */
const linksOf = (line: string) =>
  [...line.matchAll(/\u001B\]8;;([^\u001B]+)\u001B\\([^\u001B]*)\u001B\]8;;\u001B\\/g)].map(
    ([, url, text]) => [url, text],
  );

test('the ID links to its page where there is a website, also when it is wrapped', (t) => {
  const job = createJob({project: clean('project-Jv5QGX8jFz7Yv9QkZ4b2G5gQ')});
  const url = `https://lab.example.org/panx/projects/Jv5QGX8jFz7Yv9QkZ4b2G5gQ/monitor/job/${job.id.slice(4)}`;
  for (const [columns, parts] of [
    [80, 1],
    [30, 2],
  ] as const) {
    const options = {columns, nowMs: NOW_MS, palette, isAscii: false};
    const linked = formatDetail(job, {...options, linkHost: 'lab.example.org'});
    const links = linked.flatMap(linksOf);
    t.deepEqual(
      links.map(([target]) => target),
      Array.from({length: parts}, () => url),
    );
    t.is(links.map(([, text]) => text).join(''), job.id);
    t.deepEqual(
      linked.map((line) => stripVTControlCharacters(line)),
      formatDetail(job, options).map((line) => stripVTControlCharacters(line)),
    );
  }
});

test('no hostile text makes a link, or gets into one', (t) => {
  const OWN = /^https:\/\/lab\.example\.org\/panx\/projects\/\w{24}\/monitor\/(?:job|analysis)\/\w{24}$/;
  for (const execution of createHostileExecutions(300)) {
    const lines = formatDetail(execution, {
      columns: 60,
      nowMs: NOW_MS,
      palette,
      isAscii: false,
      linkHost: 'lab.example.org',
    });
    const links = lines.flatMap(linksOf);
    t.true(links.every(([url = '', text = '']) => OWN.test(url) && execution.id.includes(text)));
    t.is(lines.join('').split('\u001B]').length - 1, 2 * links.length);
  }

  const broken = createJob({id: 'job-\u001B]8;;x', project: clean('project-Jv5QGX8jFz7Yv9QkZ4b2G5gQ')});
  const lines = formatDetail(broken, {columns: 60, nowMs: NOW_MS, palette, isAscii: false, linkHost: 'a.b'});
  t.false(lines.some((line) => line.includes('panx')));
});

test('a failure is told in full: reason, message, and the job in which it began', (t) => {
  const message = Array.from({length: 60}, (_, index) => `word${index}`).join(' ');
  const from = {id: 'job-J00000000000000000000000', name: clean('sort'), executableName: undefined} as const;
  const failure = {reason: clean('AppError'), message: clean(message), from};
  const job = createJob({state: clean('failed'), failure});
  const lines = formatDetail(job, {columns: 50, nowMs: NOW_MS, palette, isAscii: false});
  const values = lines.map((line) => line.slice(14)).join(' ');
  t.true(values.includes(message));
  t.true(lines.includes('reason        AppError'));
  t.true(values.includes(`sort ${from.id}`));
});

test('a job shows its ID, times, try, owner, host and firewall', (t) => {
  const worker = {host: clean('ec2-1.example.org'), sshPort: 22, sshHostKey: undefined};
  const job = createJob({worker, tryNumber: 2, allowSSH: [clean('203.0.113.7')]});
  const text = formatDetail(job, {columns: 100, nowMs: NOW_MS, palette, isAscii: false}).join('\n');
  t.regex(text, /^id +job-0{23}1$/m);
  t.regex(text, /^state +● running, 0:50:00$/m);
  t.regex(text, /^host +ec2-1\.example\.org port 22$/m);
  t.regex(text, /^allowSSH +203\.0\.113\.7$/m);
  t.regex(text, /^try +2$/m);
  t.regex(text, /^launched by +user-ada$/m);
  t.regex(text, /^created +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d, 1h ago$/m);
  t.regex(text, /^ {2}running +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d, 50m ago$/m);
});

test('a closed firewall and a missing host are said', (t) => {
  const lines = formatDetail(createJob(), {columns: 100, nowMs: NOW_MS, palette, isAscii: true});
  t.true(lines.includes('allowSSH      closed'));
  t.true(lines.includes('host          none yet'));
});

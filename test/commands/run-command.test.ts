import {readFileSync} from 'node:fs';
import test from 'ava';
import {createProgram} from '../../source/commands/run-command.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

test('the table of commands in the README has every command that the help shows', (t) => {
  const program = createProgram({environment: {}, homeDirectory: '/nowhere', program: ['node', 'dxtop']});
  const shown = program.createHelp().visibleCommands(program);
  const names = shown.map((command) => command.name()).filter((name) => name !== 'help');
  t.true(names.includes('ls'));
  const [, table = ''] = /\| Command \| Does \|\n([^]*?)\n\n/.exec(README) ?? [];
  const missing = names.filter((name) => !new RegExp(`(?:dxtop |, )\`?${name}\\b|\`${name}\``).test(table));
  t.deepEqual(missing, []);
});

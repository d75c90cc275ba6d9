import {cpSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {startProgram} from '../helpers/program.ts';
import {createTemporaryHome} from '../helpers/temporary-home.ts';
import {BUNDLE, quit, see, seeList} from './start-dxtop.ts';

/** The words, wherever the line ends between them. */
const toPattern = (text: string): RegExp => new RegExp(text.replaceAll('.', '[.]').replaceAll(' ', '\\s+'));

test.serial('where node-pty is not built the demo says so at its start, and at an attach', async (t) => {
  const home = createTemporaryHome();
  t.teardown(home.remove);
  // What npm leaves where its build failed: a package that cannot be loaded.
  const directory = path.join(home.path, 'dist');
  const broken = path.join(home.path, 'node_modules', 'node-pty');
  cpSync(path.dirname(BUNDLE), directory, {recursive: true});
  mkdirSync(broken, {recursive: true});
  writeFileSync(path.join(broken, 'index.js'), "throw new Error('it is not built');\n");
  const start = async (...args: string[]) => {
    const program = await startProgram({
      file: process.execPath,
      args: [path.join(directory, 'dxtop.js'), ...args],
      env: {...home.env, PATH: process.env['PATH'] ?? ''},
      cwd: home.path,
      columns: 120,
      rows: 40,
    });
    t.teardown(program.close);
    return program;
  };
  const obstacle = toPattern(
    'workers have no shell: node-pty, which is optional, is not installed or not built here. Run `npm rebuild node-pty`',
  );
  const demo = await start('demo', '--scenario', 'workstation');
  await seeList(demo);
  await see(demo, obstacle);
  // The selected job was asked for, so the keyboard is the list's.
  await see(demo, /^ host +127\.0\.0\.1 port \d+$/m);
  demo.press('enter');
  await see(demo, /i looks at everything/);
  t.regex(demo.screen.text(), obstacle);
  t.is(await quit(demo), 0);

  const alone = await start('emulator', '--scenario', 'empty');
  await see(alone, /^dxtop: The emulated workers have no shell: node-pty/m);
});

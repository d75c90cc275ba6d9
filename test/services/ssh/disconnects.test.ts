import {execFileSync} from 'node:child_process';
import test, {type ExecutionContext} from 'ava';
import {DEFAULT_MODES} from '../../helpers/screen-modes.ts';
import {startKit, type AttachKit} from './attach-kit.ts';

const ROUNDS = 20;
/** Prints a number each 250 ms: slow enough that all of a long outage is on one high screen. */
const COUNTER = 'i=0; while :; do i=$((i+1)); echo "n $i."; sleep 0.25; done\r';

/** The counter's numbers on the screen, from above. */
const readNumbers = (kit: AttachKit): number[] =>
  [...kit.user.screen.text().matchAll(/^n (\d+)\.$/gm)].map(([, number]) => Number(number));

const readSettings = ({user}: AttachKit): string =>
  execFileSync('stty', ['-F', user.devicePath, '-g'], {encoding: 'utf8'});

/** Whether numbers follow each other without a gap or a repeat. */
const isContiguous = (numbers: readonly number[]): boolean =>
  numbers.every((number, index) => index === 0 || number === (numbers[index - 1] ?? 0) + 1);

const disconnect = async (t: ExecutionContext, how: 'reset' | 'close' | 'stall'): Promise<void> => {
  t.timeout(300_000);
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  // High enough for all that is printed in a minute.
  kit.user.resize(80, 240);
  const settings = readSettings(kit);
  const shell = kit.attach(jobId);
  await shell.lend();
  await kit.user.screen.waitForText('$');
  kit.user.type(COUNTER);
  await kit.user.screen.waitForText(/^n 3\.$/m);
  const worker = kit.emulator.control.worker(jobId);
  let seen = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    if (how === 'stall') worker?.stallLinks();
    else worker?.cutLinks(how);
    await shell.waitFor('lost');
    // The terminal is the dashboard's now. It clears the screen, and keys go nowhere.
    kit.user.device.write('\x1b[2J\x1b[Hdashboard');
    await kit.user.screen.waitForText('dashboard');
    t.deepEqual(kit.user.screen.modes(), DEFAULT_MODES, `modes in round ${round}`);
    t.is(readSettings(kit), settings, `line settings in round ${round}`);
    await kit.user.typeUntilRead('Zebra');
    shell.attachment.dropKeys(5);
    if (how === 'stall') worker?.healLinks();
    await shell.lend();
    // The worker draws the screen again: all that was printed in the gap is on it, and it goes on.
    await kit.user.screen.waitForScreen(
      () => (readNumbers(kit)[0] ?? Infinity) <= seen + 1 && (readNumbers(kit).at(-1) ?? 0) > seen + 1,
      {what: `everything after ${seen}`, timeoutMs: 30_000},
    );
    const numbers = readNumbers(kit);
    t.true(isContiguous(numbers), `round ${round}: ${numbers.join()}`);
    seen = numbers.at(-1) ?? 0;
    t.false(kit.user.screen.text().includes('Zebra'), `a key was sent in round ${round}`);
  }

  t.true(seen >= ROUNDS);
  t.is(kit.workers.filter(({connection}) => !connection.isDown).length, 1);
  kit.user.type('\x03\r~d');
  t.like((await shell.over()).outcome, {kind: 'detached'});
};

for (const how of ['reset', 'close', 'stall'] as const) {
  test(
    `${ROUNDS} times ${how}: reattached, transcript contiguous, modes as before, no key sent`,
    disconnect,
    how,
  );
}

import test from 'ava';
import {createPlace, see, seeSelected, seeThat} from './start-dxtop.ts';

test.serial('a tree unfolds, its cursor follows the execution, and a flat list has no tree', async (t) => {
  const place = await createPlace(t);
  const nowMs = Date.now();
  const parent = await place.control.addJob({name: 'scatter', state: 'running', created: nowMs - 60_000});
  for (const [index, state] of (['done', 'failed', 'running'] as const).entries())
    await place.control.addJob({
      name: `shard ${index}`,
      state,
      parentJob: parent,
      created: nowMs - 50_000 + index,
    });
  await place.control.addJob({name: 'older', state: 'done', created: nowMs - 90_000});
  const program = await place.start();
  await see(program, /^>● running +▸ scatter \[3: 1 failed, 1 running\]/m);
  t.false(program.screen.text().includes('shard'), 'folded at first');
  program.press('right');
  await see(program, /^>● running +▾ scatter[^]+^ . \w+ +shard \d[^]+^ ✓ done +older/m);
  program.press('right');
  await seeSelected(program, 'shard 0');
  program.press('down');
  program.press('down');
  await seeSelected(program, 'shard 2');
  program.press('t');
  await see(program, /^[ >]. \w+ +older/m);
  await seeThat(program, 'the flat list', (screen) => !screen.text().includes('▾'));
  await seeSelected(program, 'shard 2');
  program.press('t');
  await see(program, /▾ scatter/);
  await seeSelected(program, 'shard 2');
  program.press('left');
  await seeSelected(program, 'scatter');
  program.press('left');
  await see(program, /^>● running +▸ scatter/m);
});

test.serial('a job that is started anew shows its earlier try, and why that ended', async (t) => {
  const place = await createPlace(t);
  const id = await place.control.addJob({name: 'align', state: 'running', startedRunning: Date.now()});
  const program = await place.start();
  await see(program, /^>● running +align /m);
  await place.control.restartJob(id);
  await see(program, /^>. \w+ +▸ align \[?try 1/m);
  program.press('right');
  await see(program, /^ ↻ restarted +try 0/m);
  t.pass();
});

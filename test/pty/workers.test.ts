import test from 'ava';
import {createPlace, PROMPT, see, seeList, seeSelected} from './start-dxtop.ts';

test.serial(
  'w shows a cluster’s workers, Enter attaches to one behind the job’s firewall, and it is told apart',
  async (t) => {
    const place = await createPlace(t, {scenario: 'cluster'});
    const program = await place.start();
    await seeList(program);
    await seeSelected(program, 'Hail export to VCF');
    program.press('j');
    await seeSelected(program, 'Dask PCA');
    program.press('w');
    await see(program, /^>driver +● answers +- /m);
    await see(program, /^ worker 1 +● answers +- /m);
    program.press('j');
    await see(program, /^>worker 1 /m);
    program.press('enter');
    await see(program, /Attaching to Dask PCA, 1000 Genomes, worker 1/);
    await see(program, /Let 127\.0\.0\.1, and nothing else, connect to it\? y\/N/);
    const job = place.control.findJob('Dask PCA, 1000 Genomes');
    const updates = () => place.control.requests().filter(({method}) => method === 'update');
    t.deepEqual(updates(), []);
    program.type('y');
    await see(program, PROMPT);
    t.deepEqual(
      updates().map(({subject}) => subject),
      [job],
    );
    program.type('\r~d');
    await see(program, /^>worker 1 +● answers +alive, /m);
    await see(program, /^ driver +● answers +- /m);
  },
);

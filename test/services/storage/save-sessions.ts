import {once} from 'node:events';
import {openDatabase} from '../../../source/services/storage/database.ts';
import {createSessionRegistry} from '../../../source/services/storage/session-registry.ts';
import {toRecord} from './state-folder.ts';

// A dxtop that only saves: opens the folder when it is told to on standard input, and saves ten sessions of its own.
const [folder = '', number = ''] = process.argv.slice(2);
process.stdout.write('waiting\n');
await once(process.stdin, 'data');
const database = openDatabase(folder);
const troubles: string[] = [];
const registry = createSessionRegistry(database, (notice) => troubles.push(notice));
for (let index = 0; index < 10; index += 1) registry.save(toRecord(Number(number) * 10 + index));
database.connection.close();
process.stdout.write(
  [database.notice, ...troubles].filter((notice) => notice !== undefined).join('\n') || 'saved\n',
);

import test from 'ava';
import {parseWebsite, toWebsite} from '../../../source/services/settings/website.ts';

for (const [host, chosen, website] of [
  ['api.dnanexus.com', undefined, 'platform.dnanexus.com'],
  ['stagingapi.dnanexus.com', undefined, 'staging.dnanexus.com'],
  ['api.cn.dnanexus.com', undefined, undefined],
  ['127.0.0.1', undefined, undefined],
  ['__proto__', undefined, undefined],
  ['api.dnanexus.com', 'ukbiobank.dnanexus.com', 'ukbiobank.dnanexus.com'],
  ['127.0.0.1', 'lab.example.org', 'lab.example.org'],
] as const) {
  test(`the website of ${host}${chosen === undefined ? '' : `, with ${chosen} in the settings,`} is ${website ?? 'not known'}`, (t) => {
    t.is(toWebsite({host}, chosen), website);
  });
}

for (const text of [
  '',
  'localhost',
  'https://platform.dnanexus.com',
  'platform.dnanexus.com/',
  'platform.dnanexus.com:443',
  'a@b.example',
  '-x.example',
  'x-.example',
  'a..b',
  'ä.example',
  'a.example\n',
  `${'a'.repeat(64)}.example`,
  `${'a.'.repeat(126)}example`,
  '1.2.3.4',
]) {
  test(`${JSON.stringify(text.slice(0, 40))} names no website`, (t) => {
    t.is(parseWebsite(text), undefined);
  });
}

test('a host name names a website, in any case', (t) => {
  t.is(parseWebsite('UKBiobank.DNAnexus.com'), 'ukbiobank.dnanexus.com');
  t.is(parseWebsite('my-lab.example.org'), 'my-lab.example.org');
});

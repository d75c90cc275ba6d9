import test from 'ava';
import {formatPlink, formatRegistryFile} from '../../../source/services/putty/putty-session.ts';

const session = {
  name: 'job-J0fK9Zj0Y7PqkVx4b2G5gQ1z',
  host: 'ec2-192-0-2-1.compute.amazonaws.com',
  port: 22,
  keyPath: String.raw`C:\Users\Al Ice\.dnanexus_config\ssh_id.ppk`,
  hostKey: 'SHA256:abc',
};

test('the saved session has the values that the platform’s page says to set', (t) => {
  const file = formatRegistryFile(session);
  t.deepEqual([...file.subarray(0, 2)], [0xff, 0xfe]);
  t.is(
    file.toString('utf16le').slice(1),
    [
      'Windows Registry Editor Version 5.00',
      '',
      String.raw`[HKEY_CURRENT_USER\Software\SimonTatham\PuTTY\Sessions\job-J0fK9Zj0Y7PqkVx4b2G5gQ1z]`,
      '"HostName"="ec2-192-0-2-1.compute.amazonaws.com"',
      '"PortNumber"=dword:00000016',
      '"Protocol"="ssh"',
      '"UserName"="dnanexus"',
      String.raw`"PublicKeyFile"="C:\\Users\\Al Ice\\.dnanexus_config\\ssh_id.ppk"`,
      '"SSHManualHostKeys"="SHA256:abc"',
      '"LineCodePage"="ISO-8859-1:1998 (Latin-1, West Europe)"',
      '"AutoWrapMode"=dword:00000000',
      '"LinuxFunctionKeys"=dword:00000002',
      '',
      '',
    ].join('\r\n'),
  );
});

test('no name and no path gets out of its place in the file', (t) => {
  const text = formatRegistryFile({...session, name: 'a\\b]*\r\n"', keyPath: 'a"b\\'}).toString('utf16le');
  t.regex(text, /Sessions\\a%5Cb%5D%2A%0D%0A%22\]\r$/m);
  t.true(text.includes(String.raw`"PublicKeyFile"="a\"b\\"`));
});

test('the plink command pins the host key, and keeps a path with blanks together', (t) => {
  t.is(
    formatPlink(session),
    String.raw`plink -ssh -P 22 -l dnanexus -i "C:\Users\Al Ice\.dnanexus_config\ssh_id.ppk" -hostkey SHA256:abc ec2-192-0-2-1.compute.amazonaws.com`,
  );
});

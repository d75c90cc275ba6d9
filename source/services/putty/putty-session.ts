/** What a saved session of PuTTY is about. Host and job ID are those of a checked worker. */
export interface PuttySession {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Where the .ppk file will be on the computer with PuTTY. */
  readonly keyPath: string;
  /** The worker's host key as a fingerprint, so that PuTTY accepts no other and asks nothing. */
  readonly hostKey: string;
}

/** In the registry `\` and `"` have a backslash in front. */
const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** PuTTY's own way to make any name a key of the registry. */
const toKeyName = (name: string): string =>
  encodeURIComponent(name).replace(
    /[*!'()~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const toWord = (value: number): string => `dword:${value.toString(16).padStart(8, '0')}`;

/**
 * A saved session as a file for the registry of Windows: what the platform's page says to set by hand, and the host key.
 * UTF-16 with a mark in front, as Windows itself writes these files.
 *
 * Source: https://documentation.dnanexus.com/developer/apps/execution-environment/connecting-to-jobs (Using PuTTY); the
 * names of the values are those of PuTTY's `settings.c`.
 */
export const formatRegistryFile = ({name, host, port, keyPath, hostKey}: PuttySession): Buffer => {
  const values = {
    HostName: quote(host),
    PortNumber: toWord(port),
    Protocol: quote('ssh'),
    UserName: quote('dnanexus'),
    PublicKeyFile: quote(keyPath),
    SSHManualHostKeys: quote(hostKey),
    // Window, Translation: remote character set.
    LineCodePage: quote('ISO-8859-1:1998 (Latin-1, West Europe)'),
    // Terminal: "Auto wrap mode initially on" is not checked.
    AutoWrapMode: toWord(0),
    // Terminal, Keyboard: function keys as Xterm R6.
    LinuxFunctionKeys: toWord(2),
  };
  const lines = [
    'Windows Registry Editor Version 5.00',
    '',
    `[HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions\\${toKeyName(name)}]`,
    ...Object.entries(values).map(([key, value]) => `"${key}"=${value}`),
    '',
    '',
  ];
  return Buffer.from(`\uFEFF${lines.join('\r\n')}`, 'utf16le');
};

/** Words that a shell, or the prompt of Windows, takes as one. */
const toArgument = (text: string): string => (/^[\w@%+=:,./\\~-]+$/.test(text) ? text : `"${text}"`);

/** The same connection with plink, ready to be typed. */
export const formatPlink = ({host, port, keyPath, hostKey}: Omit<PuttySession, 'name'>): string =>
  ['plink', '-ssh', '-P', String(port), '-l', 'dnanexus', '-i', keyPath, '-hostkey', hostKey, host]
    .map(toArgument)
    .join(' ');

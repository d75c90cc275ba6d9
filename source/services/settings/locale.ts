/** Whether the terminal shows more than ASCII, as far as the locale says; an unset one is taken for a modern one. */
export const isUnicode = (environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean => {
  const locale = [environment['LC_ALL'], environment['LC_CTYPE'], environment['LANG']].find((value) => value);
  return platform === 'win32' || locale === undefined || /utf-?8/i.test(locale);
};

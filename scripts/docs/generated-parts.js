import {KEY_TABLES} from '../../source/screens/key-tables.ts';
import {formatSettingsExample} from '../../source/services/settings/settings-example.ts';

/** @param {string} shown keys as the help writes them, such as `j, down` */
const toCell = (shown) =>
  shown
    .split(', ')
    .map((key) => (key.length === 1 ? `\`${key}\`` : key))
    .join(', ');

/** The key tables in Markdown, one for each screen. */
const formatKeyTables = () =>
  KEY_TABLES.map(({title, bindings}) =>
    [
      `| Key | ${title} |`,
      '|---|---|',
      ...bindings.map(({shown, label}) => `| ${toCell(shown)} | ${label} |`),
    ].join('\n'),
  ).join('\n\n');

/**
 * The README with the key tables as the code has them.
 *
 * @param {string} readme
 */
export const withKeyTables = (readme) =>
  readme.replace(/(?<=<!-- keys -->\n\n)[^]*?(?=\n\n<!-- \/keys -->)/, formatKeyTables);

/**
 * The page on settings with every setting as the code has it.
 *
 * @param {string} page
 */
export const withSettings = (page) => page.replace(/(?<=^```toml\n)[^]*?(?=^```$)/m, formatSettingsExample);

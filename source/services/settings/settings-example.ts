import type {Setting} from './setting-kinds.ts';
import {isSetting, SETTINGS_TABLE, toTomlName} from './settings-table.ts';

/** The whole file as a commented example: every setting with its line and its default, or an example where it has none. */
export const formatSettingsExample = (): string => {
  const blocks = Object.entries(SETTINGS_TABLE).map(([section, entry]: [string, object]) => {
    if (isSetting(entry)) return `# ${entry.doc}\n[${section}]\n# ${entry.example}\n`;
    const lines = Object.entries(entry as Record<string, Setting<unknown>>).map(
      ([name, {doc, example}]) => `# ${doc}\n# ${toTomlName(name)} = ${example}\n`,
    );
    return `[${section}]\n${lines.join('')}`;
  });
  return blocks.join('\n');
};

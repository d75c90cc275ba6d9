import type {UserSettings} from './settings-table.ts';

/** What the command line says in place of the settings file; what is absent stays. */
export interface SettingsOverrides {
  readonly readOnly?: boolean | undefined;
  readonly ascii?: boolean | undefined;
  readonly plain?: boolean | undefined;
  readonly theme?: UserSettings['display']['theme'] | undefined;
}

/** The settings with the command line's word above the file's. */
export const overrideSettings = (
  settings: UserSettings,
  {readOnly, ascii, plain, theme}: SettingsOverrides,
): UserSettings => ({
  ...settings,
  display: {
    ...settings.display,
    ascii: ascii ?? settings.display.ascii,
    plain: plain ?? settings.display.plain,
    theme: theme ?? settings.display.theme,
  },
  platform: {...settings.platform, readOnly: readOnly ?? settings.platform.readOnly},
});

import {type BaseServices, createServices, type ServicesOptions} from '../create-services.ts';
import {say} from './plain-command.ts';

/**
 * The services of a command that draws nothing, after saying on standard error what is wrong with the settings: there is no
 * other place for it, and a setting that was left out, such as that nothing may be changed, is not what the user believes.
 *
 * The caller closes them. Throws as `createServices` does.
 */
export const openServices = async (options: ServicesOptions): Promise<BaseServices> => {
  const services = await createServices(options);
  for (const notice of services.settingsNotices) say(notice);
  return services;
};

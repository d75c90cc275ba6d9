import type {DxSettings} from '../settings/dx-settings.ts';
import {chooseSshProxy, type SshProxy} from '../settings/ssh-proxy.ts';
import type {UserSettings} from '../settings/user-settings.ts';
import {type FirewallPolicy, type FirewallWishes, toFirewallPolicy} from './firewall-policy.ts';

/** How all workers are reached. */
export interface WorkerWay {
  readonly proxy: SshProxy | undefined;
  readonly firewall: FirewallPolicy;
}

/** What was typed about it. */
export interface WayWishes extends FirewallWishes {
  /** `--ssh-proxy`. */
  readonly sshProxy?: string | undefined;
}

/** The way to workers by what was typed, the environment and the settings. Throws `ConfigError` for what is unusable. */
export const toWorkerWay = (
  {sshProxy, ...wishes}: WayWishes,
  environment: NodeJS.ProcessEnv,
  {settings, userSettings}: {readonly settings: DxSettings; readonly userSettings: UserSettings},
): WorkerWay => {
  const {caCertPath, usesSystemCa} = settings;
  const chosen = chooseSshProxy({argument: sshProxy, environment, setting: userSettings.ssh.proxy});
  const proxy = chosen && {...chosen, trust: {caCertPath, usesSystemCa}};
  return {proxy, firewall: toFirewallPolicy(wishes, userSettings.ssh.firewall, {settings, proxy})};
};

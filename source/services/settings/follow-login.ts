import type {DxSettings} from './dx-settings.ts';
import type {Secret} from './secret.ts';

/** What a look at the login brought: another token, none that is new, or one that is for somebody or something else. */
export type Renewal = 'renewed' | 'same' | 'somebody-else';

/** The settings of the start, with the token of now. */
export interface FollowedLogin {
  /** Its `token` and `tokenType` change with `renew`; whoever keeps a copy of them does not learn of it. */
  readonly settings: DxSettings;
  /**
   * To be called when the token was refused: looks whether the same user has logged in to the same server again, and takes
   * the new token. One that was refused is never taken again. Never throws.
   */
  readonly renew: () => Renewal;
}

/**
 * Lets a token be replaced while the program runs: they expire, and nobody wants to lose a dashboard for that.
 *
 * @param first the settings of the start
 * @param readAgain reads them where they may be now, the most important first; it may throw
 */
export const followLogin = (first: DxSettings, readAgain: () => readonly DxSettings[]): FollowedLogin => {
  let {token, tokenType} = first;
  const settings: DxSettings = {
    ...first,
    get token() {
      return token;
    },
    get tokenType() {
      return tokenType;
    },
  };
  const refused: Secret[] = [];
  const isNew = ({token: found}: DxSettings): boolean =>
    found !== undefined && ![...refused, token].some((known) => known?.reveal() === found.reveal());

  return {
    settings,
    renew() {
      let found: readonly DxSettings[];
      try {
        found = readAgain();
      } catch {
        // Half written, or an address that is none: the login is not finished, and is looked for again.
        return 'same';
      }
      const others = found.filter(isNew);
      const own = others.find((other) => isSameAccount(first, other));
      if (!own) return others.length > 0 ? 'somebody-else' : 'same';
      if (token) refused.push(token);
      ({token, tokenType} = own);
      return 'renewed';
    },
  };
};

/**
 * A token must not go to another server, nor the list become another user's under one's eyes. Not every way to log in
 * leaves a name.
 */
const isSameAccount = (one: DxSettings, other: DxSettings): boolean =>
  (one.username ?? other.username) === (other.username ?? one.username) &&
  one.apiServer.protocol === other.apiServer.protocol &&
  one.apiServer.host === other.apiServer.host &&
  one.apiServer.port === other.apiServer.port;

import type {Action} from './action.ts';

/** `/system/getUserInfo` of the authentication server. Footing: documented in the official client. */
export const systemGetUserInfo: Action = ({userId, state}) => ({
  username: state.users.get(userId)?.handle ?? userId.replace(/^user-/, ''),
});

import {ATTENTION_TABLE} from './attention/attention-keys.ts';
import {CHANGE_TABLE} from './change/change-keys.ts';
import {CONNECT_TABLE, LOST_TABLE, QUESTION_TABLE} from './connect/connect-keys.ts';
import {COPY_TABLE} from './copy/copy-keys.ts';
import {CHECKS_TABLE} from './checks/checks-view.tsx';
import {EXECUTION_TABLE} from './execution/execution-screen.tsx';
import {METRICS_TABLE} from './execution/metrics-state.ts';
import {RAW_TABLE} from './execution/raw-state.ts';
import {SSH_TABLE} from './execution/ssh-tab.tsx';
import {PAGE_TABLE} from './execution/text-tab.tsx';
import {EXECUTIONS_TABLE} from './executions/executions-keys.ts';
import {GLOBAL_TABLE} from './global-keys.ts';
import type {KeyTable} from './keys.ts';
import {LAUNCH_QUESTION_TABLE, LAUNCH_TABLE} from './launch/launch-keys.ts';
import {LOG_TABLE} from './log/log-keys.ts';
import {LOG_SCREEN_TABLE} from './log/log-screen.tsx';
import {SESSIONS_TABLE} from './sessions/sessions-keys.ts';
import {SETUP_TABLE} from './setup/setup-keys.ts';
import {TEXT_TABLE} from './text/text-keys.ts';
import {WHY_TABLE} from './why/why-screen.tsx';
import {WORKERS_TABLE} from './workers/workers-screen.tsx';

/** The keys of every screen: for the help, the README, and to tell what is wrong with the user's own keys. */
export const KEY_TABLES: readonly KeyTable[] = [
  EXECUTIONS_TABLE,
  ATTENTION_TABLE,
  COPY_TABLE,
  EXECUTION_TABLE,
  PAGE_TABLE,
  METRICS_TABLE,
  SSH_TABLE,
  RAW_TABLE,
  WHY_TABLE,
  LOG_TABLE,
  LOG_SCREEN_TABLE,
  CHECKS_TABLE,
  CONNECT_TABLE,
  QUESTION_TABLE,
  LOST_TABLE,
  SETUP_TABLE,
  CHANGE_TABLE,
  LAUNCH_TABLE,
  LAUNCH_QUESTION_TABLE,
  WORKERS_TABLE,
  SESSIONS_TABLE,
  TEXT_TABLE,
  GLOBAL_TABLE,
];

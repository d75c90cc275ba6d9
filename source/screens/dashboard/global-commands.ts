import type {MouseControl} from '../../hooks/use-mouse.ts';
import {formatView} from '../../format/named-view.ts';
import type {NamedView} from '../../model/named-view.ts';
import {type PaletteCommand, toGlobalCommand} from '../palette/commands.ts';
import type {ListBarControl} from './use-list-bar.ts';
import {type AttachTarget, type Screen, toAttachTarget} from '../screen-stack.ts';

/** What the commands that count everywhere need. */
export interface GlobalCommandFacts extends Pick<ListBarControl, 'openBar' | 'views' | 'showView'> {
  readonly screen: Screen;
  readonly open: (screen: Screen) => void;
  readonly openHelp: () => void;
  readonly openSessions: () => void;
  readonly openChecks: (about: AttachTarget | undefined) => void;
  /** What to attach to once there is a key. */
  readonly retry: AttachTarget | undefined;
  /** Whether changes wait to be sent. */
  readonly hasWaitingChanges: boolean;
  readonly undoAll: () => void;
  /** `undefined` where there can be none. */
  readonly mouse: MouseControl | undefined;
  readonly exit: () => void;
}

/** What the palette has on every screen besides the keys of the screen. */
export const toGlobalCommands = (facts: GlobalCommandFacts): readonly PaletteCommand[] => {
  const {screen, open, openHelp, openSessions, openChecks, retry, hasWaitingChanges, undoAll, mouse, exit} =
    facts;
  const {openBar, views, showView} = facts;
  return [
    toGlobalCommand('status', 'call budget, and health of the API', () => {
      if (screen.name !== 'status') open({name: 'status'});
    }),
    {
      ...toGlobalCommand('sessions', 'where you are attached, and what waits to be picked up', openSessions),
      alias: 'resume',
    },
    ...(screen.name === 'executions' || screen.name === 'attention'
      ? []
      : [
          toGlobalCommand('attention', 'what needs attention, by its cause', () => {
            open({name: 'attention'});
          }),
        ]),
    // In the list these are keys, and by them in the palette.
    ...(screen.name === 'executions'
      ? []
      : [
          toGlobalCommand('scope', "the list: mine or everyone's, one project or all", () => {
            openBar('scope');
          }),
          toGlobalCommand('history', 'the list: how far back in time; stop, or go on', () => {
            openBar('history');
          }),
          toGlobalCommand('views', 'the list: saved views, to show, save, rename, delete', () => {
            openBar('views');
          }),
        ]),
    ...views.map((view) => toViewCommand(view, showView)),
    ...(screen.name === 'executions' || screen.name === 'setup'
      ? []
      : [
          toGlobalCommand('setup', 'set up the SSH key', () => {
            open({name: 'setup', retry});
          }),
        ]),
    {
      ...toGlobalCommand('changes', 'all that dxtop has changed (also :log)', () => {
        if (screen.name !== 'changes') open({name: 'changes'});
      }),
      // `job-log` and `l` are the logs of jobs; this word is what design.md calls it.
      alias: 'log',
    },
    {
      ...toGlobalCommand('undo', 'take back changes that are not sent yet', undoAll),
      obstacle: hasWaitingChanges ? undefined : 'nothing waits to be sent',
    },
    ...(screen.name === 'executions' || screen.name === 'checks'
      ? []
      : [
          toGlobalCommand('checks', 'look at everything between you and the platform', () => {
            openChecks(
              screen.name === 'execution' && screen.execution.class === 'job'
                ? toAttachTarget(screen.execution)
                : undefined,
            );
          }),
        ]),
    ...(mouse
      ? [
          toGlobalCommand('mouse', `turn the mouse ${mouse.isOn ? 'off' : 'on'}`, () => {
            mouse.turn(!mouse.isOn);
          }),
        ]
      : []),
    toGlobalCommand('help', 'every key of every screen', openHelp),
    toGlobalCommand('exit', 'end dxtop; what runs on workers goes on', exit),
  ];
};

/** Each view by its name, also those that have no key. */
const toViewCommand = (view: NamedView, showView: (view: NamedView) => void): PaletteCommand =>
  toGlobalCommand(`view ${view.name}`, formatView(view), () => {
    showView(view);
  });

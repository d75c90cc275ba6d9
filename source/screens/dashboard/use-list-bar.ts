import {useState} from 'react';
import type {Notice} from '../../format/notice-lines.ts';
import type {NamedView} from '../../model/named-view.ts';
import type {ViewAction} from '../executions/executions-view.ts';
import type {ExecutionList} from '../executions/use-execution-list.ts';
import type {ListBarContent} from './list-bar.tsx';
import type {ListChoice} from './use-list-choice.ts';
import {useViews} from './use-views.ts';

/** A menu of the list that can be opened from everywhere. */
export type ListBarName = 'scope' | 'history' | 'views';

/** The menus at the foot of the list. */
export interface ListBarControl {
  /** Goes to the list, and opens one there. */
  readonly openBar: (name: ListBarName) => void;
  readonly closeBar: () => void;
  /** `undefined` while none is open. */
  readonly bar: ListBarContent | undefined;
  /** All views that have a name, in the order of their keys. */
  readonly views: readonly NamedView[];
  /** Goes to the list, and shows a view there. */
  readonly showView: (view: NamedView) => void;
}

/** The menus of scope, history and views, and the views themselves. */
export const useListBar = ({
  choice,
  shown,
  changeView,
  goHome,
  onNotice,
}: {
  choice: ListChoice;
  shown: ExecutionList;
  changeView: (action: ViewAction) => void;
  /** Goes back to the list from whatever is open on top of it. */
  goHome: () => void;
  onNotice: (notice: Notice | undefined) => void;
}): ListBarControl => {
  const [open, setOpen] = useState<'scope' | 'history' | undefined>(undefined);
  const views = useViews({choice, shown, changeView, onNotice});
  const closeBar = () => {
    setOpen(undefined);
    views.close();
  };
  const toBar = (): ListBarContent | undefined => {
    if (open === undefined) return views.content;
    const menu = open === 'scope' ? choice.scopeMenu : choice.historyMenu;
    if (!menu) return undefined;
    const onChoose = (key: string) => {
      closeBar();
      menu.onChoose(key);
    };
    return {kind: 'menu', menu: {...menu, onChoose}};
  };
  return {
    openBar: (name) => {
      goHome();
      if (name === 'views') views.begin();
      else if (name === 'history' && !choice.historyMenu) choice.continueHistory();
      else setOpen(name);
    },
    closeBar,
    bar: toBar(),
    views: views.views,
    showView: (view) => {
      goHome();
      views.show(view);
    },
  };
};

import {useState} from 'react';
import {formatScope} from '../../format/list-scope.ts';
import {formatView} from '../../format/named-view.ts';
import type {Notice} from '../../format/notice-lines.ts';
import {useNamedViews, type ViewChange} from '../../hooks/use-named-views.ts';
import {ALL} from '../../model/chosen-view.ts';
import {FIRST_SPAN, isFurther} from '../../model/history-span.ts';
import {isSameScope, OWN_EVERYWHERE} from '../../model/list-scope.ts';
import {isViewShown, type NamedView} from '../../model/named-view.ts';
import type {SafeText} from '../../model/safe-text.ts';
import {toChosen, type ViewAction} from '../executions/executions-view.ts';
import type {ExecutionList} from '../executions/use-execution-list.ts';
import {checkViewName} from '../views/check-view-name.ts';
import {findByKey, toNames, toViewChoice, toViewItems} from '../views/view-menus.ts';
import type {ListBarContent} from './list-bar.tsx';
import type {ListChoice} from './use-list-choice.ts';

/** Where one is in the menu of views. */
type ViewsStep =
  | {readonly kind: 'choose'}
  | {readonly kind: 'pick'; readonly purpose: 'rename' | 'delete'}
  | {readonly kind: 'rename' | 'delete'; readonly name: SafeText}
  | {readonly kind: 'save'; readonly hasScope: boolean};

/** The views that have names, and the menu of them. */
export interface ViewsControl {
  readonly views: readonly NamedView[];
  readonly show: (view: NamedView) => void;
  /** Opens the menu, with what other dxtops have saved meanwhile. */
  readonly begin: () => void;
  readonly close: () => void;
  /** `undefined` while the menu is closed. */
  readonly content: ListBarContent | undefined;
}

/** The views, and the steps of showing, saving, renaming and deleting them. */
export const useViews = ({
  choice: {scope, span, showScope},
  shown,
  changeView,
  onNotice,
}: {
  choice: ListChoice;
  shown: ExecutionList;
  changeView: (action: ViewAction) => void;
  onNotice: (notice: Notice | undefined) => void;
}): ViewsControl => {
  const {views, save, rename, remove, reload} = useNamedViews();
  const [step, setStep] = useState<ViewsStep | undefined>(undefined);
  const chosen = toChosen(shown.view);
  const own = views.filter(({isSetting}) => !isSetting);
  const show = (view: NamedView) => {
    changeView({kind: 'take', chosen: view.chosen});
    showScope(view.scope ?? scope, view.span);
  };
  const conclude = (change: ViewChange, name: SafeText, done: string) => {
    setStep(undefined);
    onNotice(
      change === 'done'
        ? {text: done, isError: false}
        : {text: `Not done: ${toObstacle(change, name)}.`, isError: true},
    );
  };
  const choose = (key: string) => {
    onNotice(undefined);
    setStep(undefined);
    const wanted = toViewChoice(key, views);
    if (wanted?.kind === 'take') show(wanted.view);
    else if (wanted?.kind === 'everything') changeView({kind: 'take', chosen: ALL});
    else if (wanted?.kind === 'save') setStep({kind: 'save', hasScope: !isSameScope(scope, OWN_EVERYWHERE)});
    else if (wanted) setStep({kind: 'pick', purpose: wanted.kind});
  };
  const toContent = (): ListBarContent | undefined => {
    switch (step?.kind) {
      case undefined:
        return undefined;
      case 'choose': {
        const items = toViewItems(views, (view) => isViewShown(view, {chosen, scope, span}));
        return {kind: 'menu', menu: {title: 'Views', items, onChoose: choose}};
      }

      case 'pick': {
        const {purpose} = step;
        const onChoose = (key: string) => {
          const view = findByKey(key, own);
          if (view) setStep({kind: purpose, name: view.name});
        };
        return {
          kind: 'menu',
          menu: {title: purpose === 'rename' ? 'Rename' : 'Delete', items: toNames(own), onChoose},
        };
      }

      case 'delete': {
        const {name} = step;
        return {
          kind: 'menu',
          menu: {
            title: `Delete the view "${name}"?`,
            items: [
              {key: 'y', label: 'yes', isOn: false},
              {key: 'n', label: 'no', isOn: false},
            ],
            onChoose: (key) => {
              setStep(undefined);
              if (key === 'y') conclude(remove(name), name, `Deleted: the view "${name}".`);
            },
          },
        };
      }

      case 'rename': {
        const {name} = step;
        return {
          kind: 'name',
          naming: {
            title: 'New name: ',
            first: name,
            hint: `The view "${name}" gets another name. Enter takes it, Esc leaves it.`,
            check: (next) => checkViewName(next, views, name),
            onName: (next) => {
              conclude(next === name ? 'done' : rename(name, next), next, `It is called "${next}" now.`);
            },
          },
        };
      }

      case 'save': {
        const {hasScope} = step;
        const kept = {
          chosen,
          scope: hasScope ? scope : undefined,
          span: isFurther(span, FIRST_SPAN) ? span : undefined,
        };
        return {
          kind: 'name',
          naming: {
            title: 'Save as: ',
            first: '',
            hint: `${formatView(kept)}. Tab ${hasScope ? 'leaves out' : 'adds'}: ${formatScope(scope)}.`,
            check: (name) => checkViewName(name, views, undefined),
            onTab: () => {
              setStep({kind: 'save', hasScope: !hasScope});
            },
            onName: (name, isReplacing) => {
              conclude(
                save({name, ...kept}, isReplacing),
                name,
                `Saved as "${name}". v shows it, and \`dxtop --view "${name}"\`.`,
              );
            },
          },
        };
      }
    }
  };
  return {
    views,
    show,
    begin: () => {
      reload();
      setStep({kind: 'choose'});
    },
    close: () => {
      setStep(undefined);
    },
    content: toContent(),
  };
};

const toObstacle = (change: Exclude<ViewChange, 'done'>, name: SafeText): string => {
  if (change === 'taken') return `there is a view "${name}" by now. Take another name`;
  return change === 'gone'
    ? `another dxtop has taken the view "${name}" away`
    : 'the state file cannot be written';
};

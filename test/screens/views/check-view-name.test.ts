import test from 'ava';
import {ALL} from '../../../source/model/chosen-view.ts';
import {toNamedViews} from '../../../source/model/named-view.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {checkViewName} from '../../../source/screens/views/check-view-name.ts';

const VIEWS = toNamedViews(new Map([['red', clean('state:failed')]]), [
  {name: clean('mine'), chosen: ALL, scope: undefined, span: undefined},
  {name: clean('yours'), chosen: ALL, scope: undefined, span: undefined},
]);

for (const [name, renamed, kind, text] of [
  ['', undefined, 'refused', 'A view needs a name.'],
  ['', 'mine', 'refused', 'A view needs a name.'],
  ['new', undefined, 'free', ''],
  ['new', 'mine', 'free', ''],
  ['mine', 'mine', 'free', ''],
  ['mine', undefined, 'taken', 'There is a view "mine". Enter again replaces it.'],
  ['yours', 'mine', 'refused', 'There is a view "yours" already. Take another name.'],
  ['red', undefined, 'refused', 'The settings have a view "red": change it there, or take another name.'],
  ['red', 'mine', 'refused', 'The settings have a view "red": change it there, or take another name.'],
] as const) {
  test(`the name "${name}" for ${renamed === undefined ? 'a new view' : `the view "${renamed}"`} is ${kind}`, (t) => {
    const answer = checkViewName(clean(name), VIEWS, renamed === undefined ? undefined : clean(renamed));
    t.is(answer.kind, kind);
    t.is('reason' in answer ? answer.reason : 'question' in answer ? answer.question : '', text);
  });
}

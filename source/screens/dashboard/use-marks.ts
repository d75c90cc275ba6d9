import {useEffect, useRef, useState} from 'react';
import type {ChangeRunSnapshot} from '../../hooks/use-changes.ts';
import type {Execution} from '../../model/execution.ts';
import {type Marks, NO_MARKS, withMarks, withoutMarks} from '../executions/marks.ts';

/** What is marked in the list. */
export interface MarksControl {
  readonly marks: Marks;
  readonly setMarks: (marks: Marks) => void;
  /** Unmarks what a confirmed change is about; it is marked again when the change is undone. */
  readonly takeMarks: (executions: readonly Execution[]) => void;
}

const NONE: ReadonlySet<string> = new Set();

/** The marks, which a change takes away only once it can no longer be undone. */
export const useMarks = (changes: readonly ChangeRunSnapshot[]): MarksControl => {
  const [marks, setMarks] = useState(NO_MARKS);
  const [taken, setTaken] = useState(NONE);
  const before = useRef(changes);
  useEffect(() => {
    const waiting = before.current.filter(({phase}) => phase === 'waiting');
    before.current = changes;
    for (const {change, items} of waiting) {
      const now = changes.find((run) => run.change === change);
      if (now?.phase === 'waiting') continue;
      const ids = items.map(({id}) => id).filter((id) => taken.has(id));
      setTaken((last) => new Set([...last].filter((id) => !ids.some((gone) => gone === id))));
      // One that is sent is told as being under way first; one that is gone without that was undone.
      if (!now) setMarks((last) => withMarks(last, ids));
    }
  }, [changes, taken]);
  return {
    marks,
    setMarks,
    takeMarks: (executions) => {
      setTaken(new Set([...taken, ...executions.map(({id}) => id).filter((id) => marks.ids.has(id))]));
      setMarks(withoutMarks(marks, executions));
    },
  };
};

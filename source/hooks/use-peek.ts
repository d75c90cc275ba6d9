import {useState} from 'react';
import useSWR from 'swr';
import type {SafeText} from '../model/safe-text.ts';
import {type SessionRecord, toTargetKey} from '../model/session.ts';
import {useServices} from './services.ts';

/** A look at a session's remote screen. */
export interface Peek {
  /** Whose screen it is: the key of the session; `undefined` while nobody has asked. */
  readonly key: string | undefined;
  /** `undefined` until the worker has answered, and when it cannot be had. */
  readonly screen: {readonly lines: readonly SafeText[]; readonly atMs: number} | undefined;
  /** Why it cannot be had. */
  readonly error: unknown;
  /** Looks, once; again each time that it is called. */
  readonly look: (record: SessionRecord) => void;
}

/** Looks at the remote screens of sessions on demand, one at a time; never by itself. */
export const usePeek = (): Peek => {
  const {peekSession, now} = useServices();
  const [asked, setAsked] = useState<{readonly record: SessionRecord; readonly atMs: number} | undefined>(
    undefined,
  );
  const key = asked && toTargetKey(asked.record);
  const {data, error} = useSWR<NonNullable<Peek['screen']>, unknown>(
    asked ? ['peek', key, asked.atMs] : null,
    async () => ({lines: asked ? await peekSession(asked.record) : [], atMs: now()}),
    // Each look is a login of its own, which somebody has asked for.
    {shouldRetryOnError: false, revalidateIfStale: false},
  );
  return {
    key,
    screen: data,
    error,
    look: (record) => {
      setAsked({record, atMs: now()});
    },
  };
};

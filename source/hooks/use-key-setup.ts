import {useCallback, useEffect, useRef, useState} from 'react';
import {ConfigError, toSentence} from '../model/errors.ts';
import {clean, type SafeText} from '../model/safe-text.ts';
import type {KeyPair, KeyReplacement, KeySetupResult, KeySituation, PublicKey} from '../model/ssh-key.ts';
import type {KeyChoice, KeySetup, PreparedKey} from '../services/keys/key-setup.ts';
import {Secret} from '../services/settings/secret.ts';
import {useServices} from './services.ts';

/** How far a set-up has come. */
export type KeySetupPhase =
  | {readonly kind: 'looking'}
  | {readonly kind: 'choosing'; readonly situation: KeySituation}
  | {readonly kind: 'preparing'}
  | {readonly kind: 'confirming'; readonly replacement: KeyReplacement}
  | {readonly kind: 'revoking'; readonly situation: KeySituation}
  | {readonly kind: 'applying'}
  | {readonly kind: 'done'; readonly result: KeySetupResult | 'revoked'}
  | {readonly kind: 'failed'; readonly sentence: SafeText};

/** What the user wants, in the words of the screen. */
export type SetupWish =
  | {readonly kind: 'new'; readonly type: 'ed25519' | 'rsa'; readonly passphrase: string}
  | {readonly kind: 'pair'; readonly pair: KeyPair}
  | {readonly kind: 'agent'; readonly key: PublicKey};

/** A set-up that is under way, and what can be done about it. */
export interface KeySetupControl {
  readonly phase: KeySetupPhase;
  /** Reads everything again, and lets the user choose. */
  readonly look: () => void;
  readonly choose: (wish: SetupWish) => void;
  /** The pair at a path, or what is wrong with it. */
  readonly open: (path: string) => KeyPair | SafeText;
  readonly askRevoke: () => void;
  /** Does what was asked about. */
  readonly confirm: () => void;
}

const toChoice = (wish: SetupWish): KeyChoice =>
  wish.kind === 'new' ? {...wish, passphrase: new Secret(wish.passphrase)} : wish;

const isNothingReplaced = ({replacedAccountKey, replacesFiles}: KeyReplacement): boolean =>
  replacedAccountKey === undefined && !replacesFiles;

/** Sets up the SSH key, step by step; begins by looking at what is there. */
export const useKeySetup = (): KeySetupControl => {
  const {openKeySetup} = useServices();
  const [phase, setPhase] = useState<KeySetupPhase>({kind: 'looking'});
  const setup = useRef<KeySetup | undefined>(undefined);
  const prepared = useRef<PreparedKey | undefined>(undefined);
  const abort = useRef(new AbortController());

  /** Runs one step; after the end of the screen nothing is shown any more. */
  const run = useCallback((during: KeySetupPhase, work: (signal: AbortSignal) => Promise<KeySetupPhase>) => {
    const {signal} = abort.current;
    setPhase(during);
    void work(signal)
      .catch((error: unknown): KeySetupPhase => ({kind: 'failed', sentence: clean(toSentence(error))}))
      .then((next) => {
        if (!signal.aborted) setPhase(next);
      });
  }, []);

  const look = useCallback(() => {
    run({kind: 'looking'}, async (signal) => {
      const current = setup.current ?? (await openKeySetup());
      setup.current = current;
      return {kind: 'choosing', situation: await current.look(signal)};
    });
  }, [openKeySetup, run]);

  useEffect(() => {
    abort.current = new AbortController();
    look();
    const controller = abort.current;
    return () => {
      controller.abort();
    };
  }, [look]);

  const apply = async (key: PreparedKey): Promise<KeySetupPhase> => {
    setPhase({kind: 'applying'});
    // Without the signal: what has begun is brought to its end.
    return {kind: 'done', result: await key.apply()};
  };

  return {
    phase,
    look,
    choose: (wish) => {
      if (phase.kind !== 'choosing' || !setup.current) return;
      const {situation} = phase;
      const current = setup.current;
      run({kind: 'preparing'}, async (signal) => {
        const key = await current.prepare(situation, toChoice(wish), signal);
        if (isNothingReplaced(key)) return await apply(key);
        prepared.current = key;
        return {kind: 'confirming', replacement: key};
      });
    },
    open: (path) => {
      try {
        if (setup.current) return setup.current.open(path);
      } catch (error) {
        if (error instanceof ConfigError) return clean(toSentence(error));
        throw error;
      }
      return clean('The keys are still being looked for.');
    },
    askRevoke: () => {
      if (phase.kind === 'choosing') setPhase({kind: 'revoking', situation: phase.situation});
    },
    confirm: () => {
      const key = prepared.current;
      const current = setup.current;
      if (phase.kind === 'confirming' && key) run({kind: 'applying'}, () => apply(key));
      else if (phase.kind === 'revoking' && current) {
        const {situation} = phase;
        run({kind: 'applying'}, async () => {
          await current.revoke(situation);
          return {kind: 'done', result: 'revoked'};
        });
      }
    },
  };
};

import {editText, pasteInto} from '../edit-text.ts';

/** Which page of the set-up is open, and what is typed there. */
export type SetupForm =
  | {readonly page: 'menu'}
  | {readonly page: 'type'}
  | {readonly page: 'path'; readonly text: string; readonly problem: string}
  | {
      readonly page: 'passphrase';
      readonly type: 'ed25519' | 'rsa';
      /** Never shown. */
      readonly text: string;
      /** What was typed the first time; `undefined` until then. Never shown. */
      readonly first: string | undefined;
      readonly problem: string;
    };

/** What happens to the form. */
export type SetupEvent =
  | {readonly kind: 'open'; readonly page: 'menu' | 'type' | 'path'}
  | {readonly kind: 'type'; readonly type: 'ed25519' | 'rsa'}
  | {readonly kind: 'key'; readonly name: string}
  | {readonly kind: 'paste'; readonly text: string}
  | {readonly kind: 'problem'; readonly problem: string}
  /** Enter on the first passphrase, or on one that differs from it. */
  | {readonly kind: 'repeat'};

/** Where it begins. */
export const FIRST_PAGE: SetupForm = {page: 'menu'};

/** The form after an event; events that do not concern the open page change nothing. */
export const reduceSetup = (form: SetupForm, event: SetupEvent): SetupForm => {
  switch (event.kind) {
    case 'open':
      return event.page === 'path' ? {page: 'path', text: '', problem: ''} : {page: event.page};
    case 'type':
      return {page: 'passphrase', type: event.type, text: '', first: undefined, problem: ''};
    case 'key': {
      if (form.page !== 'path' && form.page !== 'passphrase') return form;
      const text = editText(form.text, event.name);
      return text === undefined ? form : {...form, text, problem: ''};
    }
    case 'paste':
      if (form.page !== 'path' && form.page !== 'passphrase') return form;
      return {...form, text: pasteInto(form.text, event.text.replace(/[\r\n]+$/, '')), problem: ''};
    case 'problem':
      return form.page === 'path' ? {...form, problem: event.problem} : form;
    case 'repeat': {
      if (form.page !== 'passphrase') return form;
      if (form.first === undefined) return {...form, first: form.text, text: ''};
      return {...form, first: undefined, text: '', problem: 'The two differ. Type it again.'};
    }
  }
};

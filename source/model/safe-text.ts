declare const safe: unique symbol;

/** A text that went through `clean()`; the only kind of text that components print. */
export type SafeText = string & {readonly [safe]: true};

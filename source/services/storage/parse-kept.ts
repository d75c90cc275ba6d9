/** What a text of the state file says; `undefined` for what is no JSON: another program wrote it, and the next change puts it right. */
export const parseKept = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Nothing is what such a text says.
    return undefined;
  }
};

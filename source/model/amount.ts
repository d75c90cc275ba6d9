/** A number above zero, as it was typed; `undefined` for anything else. */
export const readAmount = (text: string): number | undefined => {
  const amount = Number(text);
  return text.trim() !== '' && Number.isFinite(amount) && amount > 0 ? amount : undefined;
};

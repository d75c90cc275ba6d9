// Prints, comma-separated, the exports of a built-in module that are there without anything else being loaded. Run in a
// process of its own for each, because what was asked for once is there for good.
const module = process.getBuiltinModule(process.argv[2] ?? '') ?? {};
const countLoaded = () =>
  /** @type {{moduleLoadList: string[]}} */ (/** @type {unknown} */ (process)).moduleLoadList.length;

const names = Object.keys(module).filter((name) => {
  const before = countLoaded();
  // Some are properties with a getter; others look like any other property, and load when they are looked at.
  const property = Object.getOwnPropertyDescriptor(module, name);
  return property !== undefined && 'value' in property && countLoaded() === before;
});
console.log(names.join());

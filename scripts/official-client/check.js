// What a check is, and how most of them are written. A check throws when the answer is another.

/**
 * How a command ended: `code` is its exit status, or `no end` when it had to be killed.
 *
 * @typedef {{code: number | 'no end', stdout: string, stderr: string, text: string}} Result
 * @typedef {(args: string, options?: {input?: string, environment?: Record<string, string | undefined>, timeoutMs?: number}) => Promise<Result>} Dx
 * @typedef {Record<string, string>} Memory what earlier checks found, by name; `home` is the client's home folder
 * @typedef {(command: string, input?: object) => Promise<void>} Order an order to the emulator's control interface
 * @typedef {{title: string, run: (dx: Dx, memory: Memory, order: Order) => Promise<unknown>}} Check
 * @typedef {readonly (string | RegExp)[]} Parts
 * @typedef {{code?: number | readonly number[], has?: Parts, lacks?: Parts}} Expected
 */

/** @param {string} text @param {string | RegExp} part */
const isIn = (text, part) => (typeof part === 'string' ? text.includes(part) : part.test(text));

/** @param {Result} result @param {Expected} expected */
export const expect = (result, {code = 0, has = [], lacks = []}) => {
  const codes = typeof code === 'number' ? [code] : code;
  if (!codes.some((wanted) => wanted === result.code))
    throw new Error(`status ${result.code} instead of ${codes.join(' or ')}:\n${result.text.trim()}`);
  for (const part of has) {
    if (!isIn(result.text, part)) throw new Error(`${String(part)} is missing in:\n${result.text.trim()}`);
  }
  for (const part of lacks) {
    if (isIn(result.text, part)) throw new Error(`${String(part)} should not be in:\n${result.text.trim()}`);
  }
  return result;
};

/** Puts what was remembered in the place of `$name`. @param {string} text @param {Memory} memory */
export const fill = (text, memory) =>
  text.replaceAll(/\$(\w+)/g, (_all, /** @type {string} */ name) => memory[name] ?? '');

/** @param {Parts} parts @param {Memory} memory */
const fillAll = (parts, memory) =>
  parts.map((part) => (typeof part === 'string' ? fill(part, memory) : part));

/**
 * A check of one command: its status and what its output has. `$name` in it is what an earlier check remembered.
 *
 * @param {string} args
 * @param {Parts} [has]
 * @param {number | readonly number[]} [code]
 * @param {{remember?: string, lacks?: Parts, input?: string}} [more] `remember` names the first ID in the output
 * @returns {Check}
 */
export const check = (args, has = [], code = 0, {remember, lacks = [], input = ''} = {}) => ({
  title: args,
  run: async (dx, memory) => {
    const result = await dx(fill(args, memory), {timeoutMs: 90_000, input: fill(input, memory)});
    expect(result, {code, has: fillAll(has, memory), lacks: fillAll(lacks, memory)});
    if (remember === undefined) return;
    const id = /(?:job|analysis|file)-[0-9A-Za-z]{24}/.exec(result.stdout)?.[0];
    if (id === undefined) throw new Error(`no ID in:\n${result.text}`);
    memory[remember] = id;
  },
});

/** Waits for a job to be in a state, asking with the client itself. @param {string} name @param {string} state @returns {Check} */
export const until = (name, state) => ({
  title: `describe $${name} until it is ${state}`,
  run: async (dx, memory) => {
    const endMs = performance.now() + 60_000;
    let text = '';
    while (performance.now() < endMs) {
      text = (await dx(`describe ${memory[name]} --json`)).text;
      if (text.includes(`"state": "${state}"`)) return;
    }
    throw new Error(`it never was; last answer:\n${text.slice(0, 2000)}`);
  },
});

/** An order to the emulator between the commands. @param {string} command @param {Record<string, unknown>} input @returns {Check} */
export const order = (command, input) => ({
  title: `… after the order ${command} ${JSON.stringify(input)}`,
  run: async (_dx, memory, send) => {
    /** @type {Record<string, unknown>} */
    const filled = {};
    for (const [key, value] of Object.entries(input))
      filled[key] = typeof value === 'string' ? fill(value, memory) : value;
    await send(command, filled);
  },
});

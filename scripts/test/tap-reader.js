const RESULT = /^(?<not>not )?ok \d+ - (?<title>.*?)(?<directive> # (?:SKIP|TODO))?$/;

/** Reads what a test run tells in TAP, line by line: counts the tests and prints what failed as it comes. */
export class TapReader {
  #passed = 0;
  #failed = 0;
  /** @type {string[]} */
  #skippedTitles = [];
  #isPlanSeen = false;
  #isInFailure = false;
  /** @type {(text: string) => void} */
  #print;

  /** @param {(text: string) => void} print takes one line */
  constructor(print) {
    this.#print = print;
  }

  /** @param {string} line */
  read(line) {
    const result = RESULT.exec(line)?.groups;
    if (result) {
      const {title = '', directive} = result;
      this.#isInFailure = false;
      if (directive) {
        this.#skippedTitles.push(title);
      } else if (result['not']) {
        this.#failed++;
        this.#isInFailure = true;
        this.#print(`✘ ${title}`);
      } else {
        this.#passed++;
      }
    } else if (/^1\.\.\d+$/.test(line)) {
      this.#isPlanSeen = true;
      this.#isInFailure = false;
    } else if (this.#isInFailure && line !== '  ---' && line !== '  ...') {
      this.#print(`    ${line}`);
    }
  }

  /** The counts. A stream without its plan was cut off, which is one failure more. */
  end() {
    if (!this.#isPlanSeen) {
      this.#failed++;
      this.#print('✘ the test run ended before it was complete');
    }
    return {passed: this.#passed, failed: this.#failed, skippedTitles: this.#skippedTitles};
  }
}

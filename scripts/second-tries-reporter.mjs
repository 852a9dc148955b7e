import { say } from './toolchain.mjs';

/** A reporter of Vitest's that lists, when all is over, the tests that needed a second try. */
export default class SecondTriesReporter {
  #tests = [];

  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky) this.#tests.push(`${test.module.relativeModuleId} > ${test.fullName}`);
  }

  onTestRunEnd() {
    if (this.#tests.length === 0) return;
    say({
      zh: '\n重试后才通过的测试：',
      en: '\nPassed only at a second try:',
    });
    for (const name of this.#tests) process.stdout.write(`  ${name}\n`);
  }
}

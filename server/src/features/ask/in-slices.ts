import { setImmediate as nextTurn } from 'node:timers/promises';

const sliceMs = 12;

/** Lets others have their turn whenever work has gone on for long; call it between its steps. */
export function createPause(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < sliceMs) return;
    await nextTurn();
    since = performance.now();
  };
}

/** Does work that is cut into steps without holding up the process; gives what it returns. */
export async function inSlices<T>(steps: Generator<void, T, void>): Promise<T> {
  const pause = createPause();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await pause();
  }
}

import type { Collector, CollectorParameter } from '@sextant/contract/collector';

/** Gives a collector as it is; the types of `run`'s parameters follow from `parameters`. */
export function defineCollector<const P extends readonly CollectorParameter[]>(
  collector: Collector<P>,
): Collector<P> {
  return collector;
}

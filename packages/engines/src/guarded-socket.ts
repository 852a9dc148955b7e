import type { Duplex } from 'node:stream';

/**
 * Drivers parse what a server sends while its `data` event runs; on bytes that make no sense some throw, which would
 * end the whole process. Here that ends the one connection. Gives back the same stream.
 */
export function guardSocket<T extends Duplex>(stream: T): T {
  const emit = stream.emit.bind(stream) as (event: string | symbol, ...values: unknown[]) => boolean;
  const guarded = (event: string | symbol, ...values: unknown[]): boolean => {
    if (event !== 'data') return emit(event, ...values);
    try {
      return emit(event, ...values);
    } catch (error) {
      stream.destroy(error as Error);
      return true;
    }
  };
  stream.emit = guarded as T['emit'];
  return stream;
}

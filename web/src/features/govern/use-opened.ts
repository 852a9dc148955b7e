import { useSearchParams } from 'react-router';

/** What a drawer beside a list shows, kept in the address under `name`; null while it is closed. */
export function useOpened(name: string): readonly [string | null, (value: string | null) => void] {
  const [address, setAddress] = useSearchParams();
  const open = (value: string | null) => {
    const next = new URLSearchParams(address);
    if (value === null) next.delete(name);
    else next.set(name, value);
    setAddress(next, { replace: value === null });
  };
  return [address.get(name), open];
}

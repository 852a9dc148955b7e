import { describe, expect, it } from 'vitest';
import { arrangeTables, type Box, type Positions, placeTables } from './arrange-tables.ts';

function boxes(count: number): Box[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `t${index}`,
    width: 250,
    height: 60 + index * 10,
  }));
}

function overlaps(all: readonly Box[], places: Positions): string[] {
  const placed = all.map((box) => ({ ...box, ...(places[box.id] ?? { x: Number.NaN, y: Number.NaN }) }));
  return placed.flatMap((one, index) =>
    placed
      .slice(index + 1)
      .filter(
        (other) =>
          !(
            one.x + one.width <= other.x ||
            other.x + other.width <= one.x ||
            one.y + one.height <= other.y ||
            other.y + other.height <= one.y
          ),
      )
      .map((other) => `${one.id} ${other.id}`),
  );
}

describe('arranging tables', () => {
  it('stands what is referred to at the right, and lays no table over another', () => {
    const all = boxes(12);
    const places = arrangeTables(all, [
      ['t0', 't1'],
      ['t1', 't2'],
      ['t3', 't1'],
      ['t2', 't2'],
    ]);
    expect(places.t0?.x).toBeLessThan(places.t1?.x ?? 0);
    expect(places.t1?.x).toBeLessThan(places.t2?.x ?? 0);
    expect(overlaps(all, places)).toEqual([]);
  });

  it('stands the many that refer to one table on both sides of it', () => {
    const all = boxes(21);
    const places = arrangeTables(
      all,
      all.slice(1).map(({ id }): [string, string] => [id, 't0']),
    );
    const hub = places.t0?.x ?? 0;
    expect(all.filter(({ id }) => (places[id]?.x ?? 0) < hub)).toHaveLength(10);
    expect(all.filter(({ id }) => (places[id]?.x ?? 0) > hub)).toHaveLength(10);
    expect(overlaps(all, places)).toEqual([]);
  });

  it('leaves tables where people put them, and the new ones beside nothing else', () => {
    const all = boxes(6);
    const kept = { t1: { x: -500, y: 40 }, t4: { x: 900, y: -300 } };
    const places = placeTables(all, [['t0', 't1']], kept);
    expect(places).toMatchObject(kept);
    expect(overlaps(all, places)).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { fieldChanges } from './field-changes.ts';

it('puts what changed first and keeps the order otherwise', () => {
  const changes = fieldChanges({ name: 'a', port: 1, tags: ['x'] }, { name: 'a', port: 2, tags: ['x'] });
  expect(changes.map(({ field, isChanged }) => [field, isChanged])).toEqual([
    ['port', true],
    ['name', false],
    ['tags', false],
  ]);
});

it('takes an object that is new or gone as changed in every field', () => {
  expect(fieldChanges(null, { name: 'a' })).toEqual([
    { field: 'name', before: undefined, after: 'a', isChanged: true },
  ]);
  expect(fieldChanges({ name: 'a' }, null)[0]).toMatchObject({ before: 'a', isChanged: true });
  expect(fieldChanges(null, null)).toEqual([]);
});

type Fields = Record<string, unknown> | null;

export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
  isChanged: boolean;
}

/** What a record says of an object before and after, field by field, the changed ones first. */
export function fieldChanges(before: Fields, after: Fields): FieldChange[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields]
    .map((field) => ({
      field,
      before: before?.[field],
      after: after?.[field],
      isChanged: JSON.stringify(before?.[field]) !== JSON.stringify(after?.[field]),
    }))
    .sort((one, other) => Number(other.isChanged) - Number(one.isChanged));
}

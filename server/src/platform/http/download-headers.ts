/** Headers of a download that the product names itself, with the day in the name. */
export function downloadHeaders(name: string, format: 'csv' | 'json'): Record<string, string> {
  const day = new Date().toISOString().slice(0, 10);
  return {
    'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
    'content-disposition': `attachment; filename="${name}-${day}.${format}"`,
  };
}

/** Where the rights of a connection's login are shown. */
export function rightsPath(connectionId: string): string {
  return `/settings/connections/${encodeURIComponent(connectionId)}/rights`;
}

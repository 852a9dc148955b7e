/** Forms of the profile page: one column, no wider than is pleasant to read. */
export const formWidth = { maxWidth: 480 } as const;

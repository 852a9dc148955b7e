/** Python modules whose functions are interfaces. */
export interface InterfaceTables {
  python_modules: {
    name: string;
    /** `ready`, `missing` or `failed`. */
    status: string;
    version: string | null;
    /** What was read: the module's version and the times of its files. Null where nothing was. */
    stamp: string | null;
    functions_count: number;
    /** JSON `{zh, en}`: why it is not ready. */
    problem: string | null;
    /** JSON list of functions that are no interfaces, with the reason. */
    failures: string;
    seconds: number;
    read_at: string;
  };
}

/** What one run of a script may use. */
export interface ScriptLimits {
  /** From load to end, in milliseconds. */
  timeoutMs: number;
  /** Processor seconds. */
  cpuSeconds: number;
  /** Resident memory of its process, in MiB. */
  memoryMb: number;
  /** Text that it logs or prints, in bytes; more is dropped, ten times more ends the run. */
  logBytes: number;
  /** Files in its working folder, in MiB. */
  diskMb: number;
}

export const defaultLimits: ScriptLimits = {
  timeoutMs: 300_000,
  cpuSeconds: 600,
  memoryMb: 1024,
  logBytes: 1024 * 1024,
  diskMb: 2048,
};

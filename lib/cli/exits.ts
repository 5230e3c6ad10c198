/** What the command ends with. */
export const exits = {
  ok: 0,
  /** A task failed, or the run, or what was asked for could not be done. */
  failed: 1,
  /** The command line is wrong. Nothing was started. */
  usage: 2,
  /** Ctrl-C was pressed, or the process was told to end. */
  interrupted: 130,
} as const;
